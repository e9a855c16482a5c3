import type { MediaType, Method, Operation, Parameter } from '../openapi-types';
import { html, type Html } from './html';

const BROKER = 'https://broker.example.com';
/** Characters of a text in an answer that are worth showing. */
const SHOWN = 46;

/** The call as a command, and what it is answered with. */
export function renderExamples(path: string, method: Method, operation: Operation): Html {
	const answers = Object.entries(operation.responses)
		.filter(([status]) => status < '400')
		.flatMap(([status, { content }]) =>
			examplesOf(content?.['application/json']).map((example) => ({ status, ...example })),
		);
	return html`<div class="examples">
		${block('Call', command(path, method, operation))}
		${answers.map(({ status, summary, value }) =>
			block(summary === undefined ? `Answer ${status}` : `Answer ${status}: ${summary}`, pretty(value)),
		)}
	</div>`;
}

/** A request body of its own, for calls that the broker makes. */
export function renderBody(content: Readonly<Record<string, MediaType>>): Html {
	const { example } = content['application/json'] ?? {};
	return html`<div class="examples">${example !== undefined && block('Body', pretty(example))}</div>`;
}

function block(title: string, text: string): Html {
	return html`<figure>
		<figcaption>${title}</figcaption>
		<pre tabindex="0" role="group" aria-label="${title}"><code>${text}</code></pre>
	</figure>`;
}

function command(path: string, method: Method, operation: Operation): string {
	const { parameters = [], requestBody, security } = operation;
	const address = BROKER + path.replace(/\{(\w+)\}/g, (_, name: string) => inPath(name, parameters));
	const [body] = examplesOf(requestBody?.content['application/json']);
	const lines = [
		`curl ${method === 'get' || (method === 'post' && body) ? '' : `--request ${method.toUpperCase()} `}${address}`,
		...secrets(security).map(header),
		...parameters.filter(inHeader).map(({ name, example }) => header(`${name}: ${example ?? ''}`)),
		...(body
			? [header('Content-Type: application/json'), `--data ${quoted(JSON.stringify(body.value, null, 2))}`]
			: []),
	];
	return lines.join(' \\\n  ');
}

function secrets(security: Operation['security']): string[] {
	const [first = {}] = security;
	return [
		...('pollToken' in first ? ['Authorization: Bearer pt_…'] : []),
		...('apiKey' in first ? ['X-API-Key: …'] : []),
	];
}

function inPath(name: string, parameters: readonly Parameter[]): string {
	const { example } = parameters.find((each) => each.name === name) ?? {};
	return example ?? `{${name}}`;
}

function inHeader(parameter: Parameter): boolean {
	return parameter.in === 'header' && parameter.example !== undefined;
}

function examplesOf(media: MediaType | undefined): { summary?: string; value: unknown }[] {
	return Object.values(media?.examples ?? {}).filter((example) => 'value' in example);
}

function header(text: string): string {
	return `--header ${quoted(text)}`;
}

function quoted(text: string): string {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}

function pretty(value: unknown): string {
	const shortened = (_: string, each: unknown) =>
		typeof each === 'string' && each.length > SHOWN ? `${each.slice(0, SHOWN)}…` : each;
	return JSON.stringify(value, shortened, 2);
}
