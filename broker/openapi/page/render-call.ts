import type { Method, OpenApiDocument, Operation, Parameter, Response } from '../openapi-types';
import { html, inline, prose, type Html } from './html';
import { kindOf } from './kind-of';
import { renderBody, renderExamples } from './render-examples';
import { renderMembers } from './render-schema';

/** One call: what it is for, what it takes, what it answers, and an example beside it. */
export function renderCall(
	path: string,
	method: Method,
	operation: Operation,
	document: OpenApiDocument,
): Html {
	const { operationId, summary, description, parameters, requestBody, responses, callbacks } = operation;
	const body = requestBody?.content['application/json'];
	return html`<article id="${operationId}">
		<h3><a href="#${operationId}">${summary}</a></h3>
		<p class="address">${badge(method)} <code>${path}</code></p>
		<div class="sides">
			<div class="text">
				${prose(description)}
				<p class="access">${access(operation)}</p>
				${
					parameters &&
					html`<h4>Address and headers</h4>
						${renderParameters(parameters)}`
				}
				${
					requestBody &&
					body &&
					html`<h4>Body${!requestBody.required && html` <span class="kind">may be left out</span>`}</h4>
						${renderMembers(body.schema, document)}`
				}
				${Object.entries(responses)
					.filter(([status]) => status < '400')
					.map(([status, response]) => renderAnswer(status, response, document))}
				<h4>Problems</h4>
				<ul class="codes">
					${Object.entries(responses).flatMap(([status, response]) => problems(status, response))}
				</ul>
				${callbacks && html`<p>The broker calls back: see <a href="#callback">How the session ended</a>.</p>`}
			</div>
			${renderExamples(path, method, operation)}
		</div>
	</article>`;
}

/** The call that the broker makes, once for all calls that ask for it. */
export function renderCallback(document: OpenApiDocument): Html {
	const calls = Object.values(document.paths).flatMap((methods) => Object.values(methods));
	const callback = calls.find((call) => call.callbacks)?.callbacks;
	const [post] = Object.values(callback ?? {}).flatMap((each) =>
		Object.values(each).map((item) => item.post),
	);
	if (!post) return html``;
	const body = post.requestBody.content['application/json'];
	return html`<article id="callback">
		<h3><a href="#callback">${post.summary}</a></h3>
		<p class="address">${badge('post')} <code>callback_url</code></p>
		<div class="sides">
			<div class="text">
				${prose(post.description)}
				<h4>Headers</h4>
				${renderParameters(post.parameters)}
				<h4>Body</h4>
				${body && renderMembers(body.schema, document)}
			</div>
			${renderBody(post.requestBody.content)}
		</div>
	</article>`;
}

/** The method, as a coloured word. */
export function badge(method: Method): Html {
	return html`<span class="method ${method}">${method.toUpperCase()}</span>`;
}

function renderParameters(parameters: readonly Parameter[]): Html {
	return html`<dl class="members">
		${parameters.map(
			({ name, required, schema, description }) =>
				html`<div>
					<dt>
						<code>${name}</code> <span class="kind">${inline(kindOf(schema))}</span>
						${required && html`<span class="required">required</span>`}
					</dt>
					<dd>${inline(description)}</dd>
				</div>`,
		)}
	</dl>`;
}

function renderAnswer(
	status: string,
	{ description, content = {} }: Response,
	document: OpenApiDocument,
): Html {
	const json = content['application/json'];
	const types = Object.keys(content).join(', ');
	return html`<h4>Answer ${status} ${types !== '' && html`<span class="kind">${types}</span>`}</h4>
		${prose(description)} ${json && renderMembers(json.schema, document)}`;
}

function problems(status: string, { content }: Response): Html[] {
	const codes = content?.['application/problem+json']?.schema.properties?.['code']?.enum ?? [];
	return codes.map(
		(code) =>
			html`<li>
				<a href="#${String(code)}">${status} <code>${String(code)}</code></a>
			</li>`,
	);
}

function access({ security }: Operation): string {
	const [first = {}] = security;
	if ('pollToken' in first) return 'Needs the poll token, and an API key where the broker has keys.';
	return 'apiKey' in first ? 'Needs an API key where the broker has keys.' : 'For anybody.';
}
