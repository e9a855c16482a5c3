import { readFileSync } from 'node:fs';
import type { OpenApiDocument, Operation } from '../../broker/openapi/openapi-types';
import { documented } from '../openapi/documented';
import { headerFaults } from '../http/required-headers';
import type { ExactRequest } from '../support/fuzz-call';
import type { Answer } from '../support/http';
import { inRepository } from '../support/repository';

const text = readFileSync(inRepository('broker/dist/openapi/openapi.json'), 'utf8');
const document = JSON.parse(text) as OpenApiDocument;
const { faultsOf, responseFaults, calls, find } = documented(document);

/** Every call that the document knows. */
export const CALLS = calls;

/** The document's name of the call that a request is, or `nothing`. */
export function operationOf({ method, target }: ExactRequest): string {
	return find(method, target)?.operation.operationId ?? 'nothing';
}

/** A text that stands in what is sent, and that no refusal and no line of the log may repeat. */
export const CANARY = 'zq7-canary';

/**
 * Checks an answer: no fault of the broker's own, nothing that the document does not know, every header that has to
 * be there, and no word of what was sent in a refusal.
 * @throws an Error that lists what is wrong
 */
export function checkAnswer({ method, target }: ExactRequest, answer: Answer): void {
	report(
		`${method} ${target}`,
		answer,
		method === 'OPTIONS' ? optionsFaults(answer) : faultsOf(method, target, answer),
	);
}

/** Checks an answer of which nobody knows what it answers: that it is one that the broker gives to anybody at all. */
export function checkSome(sent: string, answer: Answer): void {
	report(sent, answer, answer.status < 400 ? [] : problemFaults(answer));
}

function problemFaults(answer: Answer): string[] {
	const { code, status } = answer.body;
	const responses = Object.values(document.components.responses);
	const unreadable = responses.some((response) => responseFaults(response, answer).length === 0);
	const known = unreadable || calls.some(({ operation }) => isOneOf(operation.responses, answer));
	const faults = known ? [] : [`no call is answered like this: ${String(code)}`];
	return status === answer.status ? faults : [...faults, 'its status is another'];
}

function isOneOf(responses: Operation['responses'], answer: Answer): boolean {
	const response = responses[String(answer.status)];
	return response !== undefined && responseFaults(response, answer).length === 0;
}

/** What RFC 9110 section 9.3.7 has, and nothing more; for an address that does not exist, a 404 like any other. */
function optionsFaults(answer: Answer): string[] {
	const { NotFound } = document.components.responses;
	if (answer.status === 404 && NotFound) return responseFaults(NotFound, answer);
	if (answer.status !== 200) return [`the status ${String(answer.status)}`];
	return /^[A-Z]+(, [A-Z]+)*$/.test(String(answer.headers['allow'])) ? [] : ['no Allow'];
}

/** Which part of the broker has answered, as far as its headers depend on it. */
function addressOf(what: string, { headers }: Answer): string {
	if (String(headers['content-type']).startsWith('text/html')) return '/connect';
	return / (\/(?:branding|assets)\/)/.exec(what)?.[1] ?? '/';
}

function report(what: string, answer: Answer, found: readonly string[]): void {
	const faults = [
		...(answer.status >= 500 ? [`the status ${String(answer.status)}`] : []),
		...(answer.status >= 400 && answer.text.includes(CANARY) ? ['it repeats what was sent'] : []),
		...headerFaults(addressOf(what, answer), answer.headers),
		...found,
	];
	if (faults.length > 0) throw new Error(`${what} → ${answer.text.slice(0, 500)}\n${faults.join('\n')}`);
}
