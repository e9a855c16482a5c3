import type { Problem } from '../../protocol/messages';
import { pauseOf, retryAfterOf } from '../../protocol/retry-after';
import { LinkAuthError } from './errors';
import { brokerUrlIn } from './linkauth-api-data';

/** n8n's full response. The body is what the JSON says, or text where it is none. */
export interface BrokerResponse {
	readonly statusCode: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: unknown;
}

/** The broker's answer is final: the same request would get it again. */
export class BrokerRefusal extends LinkAuthError {
	override readonly name = 'BrokerRefusal';
	constructor(
		message: string,
		description: string,
		readonly status: number,
	) {
		super(message, description);
	}
}

/** The broker gives no answer at the moment; later it may. */
export class BrokerUnavailable extends LinkAuthError {
	override readonly name = 'BrokerUnavailable';
	constructor(
		message: string,
		description: string,
		readonly status?: number,
		/** Seconds after which the broker wants to be asked again, where it said so: between 1 and 60. */
		readonly retryAfter?: number,
	) {
		super(message, description);
	}
}

/** The error that an answer other than the expected one stands for. */
export function errorOf(response: BrokerResponse, broker: string): BrokerRefusal | BrokerUnavailable {
	const { statusCode: status } = response;
	if (status === 429) {
		return new BrokerUnavailable(
			'The broker has received too many requests (429).',
			`Ask fewer people at once, or try again later: ${detailOf(response)}`,
			status,
			pauseAsked(response),
		);
	}
	// 501 is what the broker does not implement: it will not later either.
	if (status === 408 || status === 425 || (status >= 500 && status !== 501)) {
		return new BrokerUnavailable(
			`The broker cannot do this at the moment (${String(status)}).`,
			`It answered: ${detailOf(response)} Try again, or set Retry On Fail in the node's settings.`,
			status,
			pauseAsked(response),
		);
	}
	return new BrokerRefusal(...refusal(response, broker), status);
}

function refusal(response: BrokerResponse, broker: string): [message: string, description: string] {
	const { statusCode: status } = response;
	const problem = problemOf(response);
	if (problem?.code === 'poll_token_invalid' || (problem?.code === undefined && isPollTokenOf02(problem))) {
		return [
			`The broker does not accept this session (${String(status)}).`,
			'It was made by another broker or does not belong to this request. Ask the person again with Request Credential.',
		];
	}
	if (problem?.code === 'not_allowed') {
		return [
			`The broker does not allow this (${String(status)}): ${detailOf(response)}`,
			'Change it in this node, or ask whoever runs the broker to allow it.',
		];
	}
	if (status === 401 || status === 403) {
		return [
			`The broker refused the API key (${String(status)}). Check the LinkAuth API credential.`,
			status === 401
				? `Enter the key that the broker at ${broker} gave you: it asks for one, and got none that it reads.`
				: `Enter the whole key that the broker at ${broker} gave you: it does not know this one.`,
		];
	}
	if (problem !== undefined && !isOfAddress(status, problem)) {
		return [
			`The broker did not accept the request (${String(status)}): ${detailOf(response)}`,
			'Correct it in this node and run it again.',
		];
	}
	return [
		`There is no LinkAuth broker at ${broker} (the answer was ${String(status)}).`,
		`${correctedUrl(broker)} Redirects are not followed.`,
	];
}

/** Whether a broker says that it has nothing at the address: then it is the Broker URL that is wrong, and no parameter. */
function isOfAddress(status: number, { code, detail }: Partial<Problem>): boolean {
	return code === 'not_found' || code === 'method_not_allowed' || (status === 404 && detail === 'Not Found');
}

/** A broker of LinkAuth 0.2 has no codes. */
function isPollTokenOf02(problem: Partial<Problem> | undefined): boolean {
	return /\bpoll_token\b/.test(problem?.detail ?? '');
}

/** What to do about a Broker URL at which there is no broker. */
export function correctedUrl(broker: string): string {
	const shorter = brokerUrlIn(broker);
	return shorter === undefined
		? 'Check the Broker URL in the LinkAuth API credential: the address up to, but without, /connect or /v1.'
		: `Enter ${shorter} as the Broker URL in the LinkAuth API credential: the address of the broker ends before /connect and /v1.`;
}

/** The error for an answer that a LinkAuth broker would not give. */
export function notABroker(response: BrokerResponse, broker: string): BrokerRefusal {
	return new BrokerRefusal(
		`What answers at ${broker} is not a LinkAuth broker.`,
		'Check the Broker URL in the LinkAuth API credential.',
		response.statusCode,
	);
}

/**
 * The error for a request that got no answer, or undefined where it failed for another reason.
 * Nothing of the original is kept, because it holds the request with its tokens.
 */
export function unreachable(error: unknown, broker: string): BrokerUnavailable | undefined {
	const code = codeOf(error);
	if (code === undefined) return undefined;
	return new BrokerUnavailable(
		`The broker at ${broker} could not be reached.`,
		`${REASONS[code] ?? `The connection failed (${code}).`} Check the Broker URL in the LinkAuth API credential, and that the broker is running.`,
	);
}

const SELF_SIGNED =
	'Its certificate is not one that n8n trusts (self-signed, or of an own authority). Give n8n that authority: NODE_EXTRA_CA_CERTS, a file with its certificate, in the environment of n8n; or let the broker have a certificate of a public authority.';
const INCOMPLETE =
	'Its certificate cannot be traced to an authority that n8n trusts: the broker’s proxy leaves out the certificates in between (it has to send the full chain), or the authority is an own one (NODE_EXTRA_CA_CERTS in the environment of n8n).';

const REASONS: Readonly<Record<string, string>> = {
	DEPTH_ZERO_SELF_SIGNED_CERT: SELF_SIGNED,
	SELF_SIGNED_CERT_IN_CHAIN: SELF_SIGNED,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: INCOMPLETE,
	UNABLE_TO_GET_ISSUER_CERT: INCOMPLETE,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: INCOMPLETE,
	CERT_HAS_EXPIRED: 'Its certificate has expired, or the clock of n8n is wrong.',
	CERT_NOT_YET_VALID: 'Its certificate is not valid yet, or the clock of n8n is wrong.',
	ERR_TLS_CERT_ALTNAME_INVALID: 'Its certificate is for another host name.',
	EPROTO: 'What listens there does not speak TLS: with https, the port of the broker’s proxy is needed.',
	ECONNREFUSED: 'Nothing listens at this address.',
	ENOTFOUND: 'There is no host of this name.',
	EAI_AGAIN: 'The name of the host could not be looked up.',
	ECONNRESET: 'The connection was cut.',
	ECONNABORTED: 'It took too long to answer.',
	ETIMEDOUT: 'It took too long to answer.',
};

/** Network errors carry a code: n8n 2.x keeps it in the cause of its own error, n8n 1.x as its `httpCode`. */
function codeOf(error: unknown, depth = 0): string | undefined {
	if (typeof error !== 'object' || error === null || depth > 3) return undefined;
	const { code, httpCode, cause } = error as { code?: unknown; httpCode?: unknown; cause?: unknown };
	return [code, httpCode].find(isNetworkCode) ?? codeOf(cause, depth + 1);
}

function isNetworkCode(code: unknown): code is string {
	return typeof code === 'string' && (/^E[A-Z_]+$/.test(code) || Object.hasOwn(REASONS, code));
}

/** Seconds from `Retry-After` or from the problem's `interval` (RFC 8628 section 3.5). */
function pauseAsked(response: BrokerResponse): number | undefined {
	return retryAfterOf(response.headers['retry-after']) ?? pauseOf(problemOf(response)?.interval);
}

function detailOf(response: BrokerResponse): string {
	const problem = problemOf(response);
	const text = problem?.detail ?? problem?.title ?? 'no explanation.';
	return /[.!?]$/.test(text) ? text : `${text}.`;
}

function problemOf(response: BrokerResponse): Partial<Problem> | undefined {
	const { body } = response;
	if (typeof body !== 'object' || body === null) return undefined;
	const { code, detail, title, interval } = body as Record<keyof Problem, unknown>;
	if (typeof detail !== 'string' && typeof title !== 'string') return undefined;
	return {
		...(typeof code === 'string' ? { code: code as Problem['code'] } : {}),
		...(typeof detail === 'string' ? { detail } : {}),
		...(typeof title === 'string' ? { title } : {}),
		...(typeof interval === 'number' ? { interval } : {}),
	};
}
