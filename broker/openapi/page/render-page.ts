import { ERROR_CODES } from '../../../protocol/error-codes';
import { METHODS, type Method, type OpenApiDocument, type Operation } from '../openapi-types';
import { html, inline, prose, type Html } from './html';
import { badge, renderCall, renderCallback } from './render-call';

/** Where the page finds what it is made of. */
export interface PageAssets {
	readonly style: string;
	readonly mark: string;
}

interface Placed {
	readonly path: string;
	readonly method: Method;
	readonly operation: Operation;
}

/** The document as a page to read: no script, nothing from anywhere else. */
export function renderPage(document: OpenApiDocument, { style, mark }: PageAssets): string {
	const { title, version, summary, description } = document.info;
	const page = html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<meta name="description" content="${summary}" />
				<title>${title}: its interface</title>
				<link rel="icon" href="${mark}" />
				<link rel="stylesheet" href="${style}" />
			</head>
			<body>
				<a class="skip" href="#main">Skip to the calls</a>
				<header>
					<p class="brand"><img src="${mark}" alt="" />${title} <span class="kind">${version}</span></p>
					<p><a href="/openapi.json">OpenAPI 3.1</a></p>
				</header>
				<div class="columns">
					<nav class="aside" aria-label="Contents">${contents(document)}</nav>
					<main id="main" tabindex="-1">
						<h1>${summary}</h1>
						<div class="introduction">${prose(description)}</div>
						<details class="contents">
							<summary>Contents</summary>
							<nav aria-label="Contents">${contents(document)}</nav>
						</details>
						${document.tags.map((tag) => renderGroup(tag, document))} ${renderProblems()}
					</main>
				</div>
			</body>
		</html>`;
	return `${page.markup.replace(/\s*\n\t+\s*/g, '\n')}\n`;
}

function contents(document: OpenApiDocument): Html {
	const group = ({ name }: { name: string }) =>
		html`<li>
			<a href="#${idOf(name)}">${name}</a>
			<ul>
				${callsOf(document, name).map(
					({ method, operation }) =>
						html`<li>
							<a href="#${operation.operationId}"><span>${operation.summary}</span> ${badge(method)}</a>
						</li>`,
				)}
			</ul>
		</li>`;
	return html`<ul>
		${document.tags.map(group)}
		<li><a href="#problems">Problems</a></li>
	</ul>`;
}

function renderGroup(
	{ name, description }: { name: string; description: string },
	document: OpenApiDocument,
): Html {
	const calls = callsOf(document, name);
	return html`<section id="${idOf(name)}" aria-labelledby="${idOf(name)}-title">
		<h2 id="${idOf(name)}-title">${name}</h2>
		<p class="lead">${description}</p>
		${calls.map(({ path, method, operation }) => renderCall(path, method, operation, document))}
		${calls.some(({ operation }) => operation.callbacks) && renderCallback(document)}
	</section>`;
}

function renderProblems(): Html {
	return html`<section id="problems" aria-labelledby="problems-title">
		<h2 id="problems-title">Problems</h2>
		<p class="lead">
			Every 4xx and 5xx is a problem document: <code>type</code>, <code>title</code>, <code>status</code>,
			<code>detail</code> and <code>code</code>, and where members of the body are at fault
			<code>errors</code>.
		</p>
		<dl class="members problems">
			${Object.entries(ERROR_CODES).map(
				([code, { status, title, meaning }]) =>
					html`<div id="${code}">
						<dt><code>${code}</code> <span class="kind">${status} ${title}</span></dt>
						<dd>${inline(meaning)}</dd>
					</div>`,
			)}
		</dl>
	</section>`;
}

function callsOf({ paths }: OpenApiDocument, tag: string): Placed[] {
	return Object.entries(paths).flatMap(([path, methods]) =>
		METHODS.flatMap((method) => {
			const operation = methods[method];
			return operation?.tags[0] === tag ? [{ path, method, operation }] : [];
		}),
	);
}

function idOf(name: string): string {
	return name.toLowerCase();
}
