import type { Header } from './openapi-types';

/** Headers of answers that callers may rely on. */
export const ANSWER_HEADERS = {
	'X-Request-Id': {
		description: 'Names the request; the same as in the broker’s log.',
		required: true,
		schema: { type: 'string', format: 'uuid' },
		example: '8d7f1c9e-2d7c-4a55-9d4e-0c6b3f0d1a52',
	},
	'Preference-Applied': {
		description: 'That the broker waited, and for how long at most (RFC 7240).',
		schema: { type: 'string', pattern: '^wait=[0-9]+$' },
		example: 'wait=30',
	},
	'Retry-After': {
		description: 'Seconds after which to try again.',
		required: true,
		schema: { type: 'string', pattern: '^[0-9]+$' },
		example: '5',
	},
	'WWW-Authenticate': {
		description: 'Which secret is asked for: `Bearer` for the poll token, `ApiKey` for an API key.',
		required: true,
		schema: { type: 'string', enum: ['Bearer', 'ApiKey'] },
		example: 'Bearer',
	},
	Allow: {
		description: 'The methods that there are at this address.',
		required: true,
		schema: { type: 'string' },
		example: 'POST',
	},
	Location: {
		description: 'Where the page is.',
		required: true,
		schema: { type: 'string', format: 'uri-reference' },
		example: '/connect',
	},
	'Content-Language': {
		description: 'The language of the page, the best of those that `Accept-Language` asks for (RFC 9110).',
		required: true,
		schema: { type: 'string' },
		example: 'de',
	},
	'Cache-Control': {
		description: 'Names of assets change with their content, so they may be kept for ever.',
		required: true,
		schema: { type: 'string' },
		example: 'public, max-age=31536000, immutable',
	},
} as const satisfies Readonly<Record<string, Header>>;

/** Name of one of {@link ANSWER_HEADERS}. */
export type AnswerHeader = keyof typeof ANSWER_HEADERS;
