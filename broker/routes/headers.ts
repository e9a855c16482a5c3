import { LIMITS } from '../../protocol/limits';
import { IDEMPOTENCY_KEY } from '../../protocol/messages';

/*
 * Headers and parameters as the OpenAPI document describes them. The routes name them; what reads them is in http/.
 */

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
	'RateLimit-Policy': {
		description:
			'The limits that the call counts towards: `q` calls in `w` seconds (draft-ietf-httpapi-ratelimit-headers). Left out where the limits are off.',
		schema: { type: 'string', pattern: '^"[a-z_]+";q=[0-9]+;w=[0-9]+(, "[a-z_]+";q=[0-9]+;w=[0-9]+)*$' },
		example: '"page_calls";q=10;w=60',
	},
	RateLimit: {
		description: 'What is left of the tightest of them: `r` calls, until it is full again in `t` seconds.',
		schema: { type: 'string', pattern: '^"[a-z_]+";r=[0-9]+;t=[0-9]+$' },
		example: '"page_calls";r=9;t=60',
	},
	'WWW-Authenticate': {
		description: 'Which secret is asked for: `Bearer` for the poll token, `ApiKey` for an API key.',
		required: true,
		schema: { type: 'string', enum: ['Bearer', 'ApiKey'] as string[] },
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
	'Set-Cookie': {
		description:
			'What this browser keeps of its sign-in, out of reach of scripts. Set where a sign-in was asked for.',
		schema: { type: 'array', items: { type: 'string' } },
		example: ['__Host-linkauth-a5ec0e57ba20b6a6=…; Path=/; Max-Age=590; HttpOnly; SameSite=Lax; Secure'],
	},
	'Content-Language': {
		description: 'The language of the page, the best of those that `Accept-Language` asks for (RFC 9110).',
		required: true,
		schema: { type: 'string' },
		example: 'de',
	},
	'Content-Encoding': {
		description:
			'How the file is compressed, by the `Accept-Encoding` of the request (RFC 9110). Left out where it is not. Only files are compressed: other answers hold secrets.',
		schema: { type: 'string', enum: ['br', 'gzip'] as string[] },
		example: 'br',
	},
	Vary: {
		description: 'The headers of the request that the answer was chosen by.',
		required: true,
		schema: { type: 'string' },
		example: 'Accept-Encoding',
	},
	'Cache-Control': {
		description: 'Names of assets change with their content, so they may be kept for ever.',
		required: true,
		schema: { type: 'string' },
		example: 'public, max-age=31536000, immutable',
	},
} as const;

/** Name of one of {@link ANSWER_HEADERS}. */
export type AnswerHeader = keyof typeof ANSWER_HEADERS;

/** Headers that calls read, beside those that show who calls. */
export const REQUEST_HEADERS = {
	Prefer: {
		description: `Extension. \`wait=N\`: answer when the status changes, or after N seconds, ${String(LIMITS.maximumWait)} at most.`,
		schema: { type: 'string' },
		example: 'wait=1',
	},
	'X-Connect-Token': {
		description:
			'Extension. The connect token: it is then checked before the body is read, and need not be in it.',
		schema: { type: 'string', pattern: '^ct_[A-Za-z0-9_-]{43}$' },
		example: 'ct_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG',
	},
	'X-Key-Fingerprint': {
		description:
			'Extension. The fingerprint that the link pins, `#k=`: it shows that whoever asks has the whole link, and may be told why it does not open any more.',
		schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$' },
		example: '0123456789abcdefghijklmnopqrstuvwxyzABCDEFG',
	},
	'Idempotency-Key': {
		description:
			'Extension. Makes the call safe to repeat where its answer did not arrive: the same key gets through again.',
		schema: { type: 'string', pattern: IDEMPOTENCY_KEY.source },
		example: 'once-4f1d8a7c9e2b',
	},
} as const;

/** Name of one of {@link REQUEST_HEADERS}. */
export type RequestHeader = keyof typeof REQUEST_HEADERS;
