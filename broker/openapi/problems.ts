import { ERROR_CODES, type ErrorCode } from '../../protocol/error-codes';
import { SLOW_DOWN_TYPE } from '../../protocol/messages';
import type { AnswerHeader } from './answer-headers';
import type { Example, Header, JsonSchema, Reference, Response } from './openapi-types';
import { PROBLEM_WORDS } from './problem-words';

/** The media type of problem documents (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json';

const CODES = Object.keys(ERROR_CODES) as ErrorCode[];

/** The body of every 4xx and 5xx. */
export const PROBLEM_SCHEMA: JsonSchema = {
	type: 'object',
	description: 'A problem document (RFC 9457).',
	required: ['type', 'title', 'status', 'detail', 'code'],
	properties: {
		type: {
			type: 'string',
			enum: ['about:blank', SLOW_DOWN_TYPE],
			description: 'The kind of problem; that of RFC 8628 for `slow_down`.',
		},
		title: { type: 'string', description: 'The same for every problem with this code.' },
		status: { type: 'integer', minimum: 400, maximum: 599, description: 'The HTTP status.' },
		detail: {
			type: 'string',
			description: 'Which input is at fault and what was expected. Never repeats a value.',
		},
		code: { type: 'string', enum: CODES, description: 'Stable: branch on it.' },
		error: { type: 'string', const: 'slow_down', description: 'With `slow_down`: the error of RFC 8628.' },
		interval: {
			type: 'integer',
			minimum: 1,
			maximum: 60,
			description: 'With `slow_down`: seconds to keep between polls from now on.',
		},
	},
};

/** The answers with these codes, by status. */
export function problemResponses(codes: readonly ErrorCode[]): Record<string, Response> {
	const statuses = [...new Set(codes.map(statusOf))].sort((one, other) => one - other);
	return Object.fromEntries(
		statuses.map((status) => [
			String(status),
			problemResponse(codes.filter((code) => statusOf(code) === status)),
		]),
	);
}

/** One answer that carries one of these codes, which have one status. */
export function problemResponse(codes: readonly ErrorCode[]): Response {
	const headers: Record<string, Header | Reference> = {
		'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
	};
	for (const name of codes.flatMap(headersOf)) headers[name] = { $ref: `#/components/headers/${name}` };
	return {
		description: codes.map((code) => `\`${code}\`: ${PROBLEM_WORDS[code].meaning}`).join('\n\n'),
		headers,
		content: {
			[PROBLEM_TYPE]: {
				schema: { $ref: '#/components/schemas/Problem', properties: { code: { enum: codes } } },
				examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
			},
		},
	};
}

function statusOf(code: ErrorCode): number {
	return ERROR_CODES[code].status;
}

function headersOf(code: ErrorCode): AnswerHeader[] {
	if (code === 'method_not_allowed') return ['Allow'];
	if (code === 'rate_limited') return ['Retry-After', 'RateLimit-Policy', 'RateLimit'];
	switch (statusOf(code)) {
		case 401:
			return ['WWW-Authenticate'];
		case 429:
		case 503:
			return ['Retry-After'];
		default:
			return [];
	}
}

/** A problem for each code. */
export const PROBLEM_EXAMPLES: Readonly<Record<string, Example>> = Object.fromEntries(
	CODES.map((code) => [code, exampleOf(code)]),
);

function exampleOf(code: ErrorCode): Example {
	const slowDown = code === 'slow_down';
	return {
		summary: ERROR_CODES[code].title,
		value: {
			type: slowDown ? SLOW_DOWN_TYPE : 'about:blank',
			...ERROR_CODES[code],
			detail: PROBLEM_WORDS[code].detail,
			code,
			...(slowDown && { error: 'slow_down', interval: 10 }),
		},
	};
}
