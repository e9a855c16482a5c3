import { ERROR_CODES, type ErrorCode } from '../protocol/error-codes';
import {
	SLOW_DOWN_TYPE,
	type FaultyMember,
	type LinkUse,
	type Problem,
	type SessionEnd,
} from '../protocol/messages';

/** What a problem may carry beyond its code and detail. */
export interface ProblemExtras {
	/** Sent as they are. */
	readonly headers?: Readonly<Record<string, string>>;
	/** Seconds between polls, with `slow_down`. */
	readonly interval?: number;
	/** Every member of the body that is at fault. */
	readonly errors?: readonly FaultyMember[];
	/** How the session ended, with `session_ended`. */
	readonly ended?: SessionEnd;
	/** Why the link does not open any more, with `link_used`. */
	readonly link?: LinkUse;
}

/**
 * The one error that becomes an answer: a stable code, and a detail that names the input at fault and what was
 * expected. The detail is shown to strangers, so it never holds a secret.
 */
export class ProblemError extends Error {
	override readonly name = 'ProblemError';

	constructor(
		readonly code: ErrorCode,
		readonly detail: string,
		readonly extras: ProblemExtras = {},
		options?: ErrorOptions,
	) {
		super(detail, options);
	}

	get status(): number {
		return ERROR_CODES[this.code].status;
	}

	/** The body of the answer (RFC 9457). */
	toProblem(): Problem {
		const { code, detail, status } = this;
		const { errors, interval, ended, link } = this.extras;
		return {
			type: code === 'slow_down' ? SLOW_DOWN_TYPE : 'about:blank',
			title: ERROR_CODES[code].title,
			status,
			detail,
			code,
			...(code === 'slow_down' && { error: 'slow_down' as const }),
			...(interval !== undefined && { interval }),
			...(errors && { errors }),
			...(ended && { ended }),
			...(link && { link }),
		};
	}
}

/*
 * A function for each problem whose text does not depend on what was checked. The OpenAPI document shows what they
 * return, so that no text is written twice.
 */

/** What came in is not HTTP/1.1, or lacks what HTTP/1.1 asks for. */
export function malformedRequest(detail = 'The request: expected HTTP/1.1.'): ProblemError {
	return new ProblemError('malformed_request', detail);
}

/** Address and headers are longer than the server reads. */
export function headersTooLarge(): ProblemError {
	return new ProblemError('headers_too_large', 'The address and the headers: expected fewer bytes.');
}

/** The request did not arrive in time. */
export function requestTimeout(): ProblemError {
	return new ProblemError('request_timeout', 'The request: it did not arrive in time.');
}

/** 404 for an address without a route. */
export function notFound(): ProblemError {
	return new ProblemError('not_found', 'There is nothing at this address.');
}

/**
 * 405 (RFC 9110 section 15.5.6).
 * @param allow the methods that there are, as the header has them
 */
export function methodNotAllowed(allow: string): ProblemError {
	return new ProblemError('method_not_allowed', `The method: expected one of ${allow}.`, {
		headers: { Allow: allow },
	});
}

/** A browser says that a page of another site has made the request, or led there. */
export function fromOtherSite(): ProblemError {
	return new ProblemError(
		'not_allowed',
		'Sec-Fetch-Site: the request comes from a page of another site. In browsers, the broker’s own page alone may make it.',
	);
}

/** The body cannot be read as JSON. */
export function malformedJson(detail = 'The body: expected JSON in UTF-8.'): ProblemError {
	return new ProblemError('malformed_json', detail);
}

/** A form has a parameter twice (RFC 6749 section 3.2). */
export function repeatedParameter(): ProblemError {
	return new ProblemError('invalid_request', 'The body: expected each parameter once.');
}

/** The token endpoint exchanges nothing but device codes. */
export function unsupportedGrantType(expected: string): ProblemError {
	return faultyMember('unsupported_grant_type', ['grant_type'], `expected ${expected}`);
}

/** The person has not answered yet (RFC 8628 section 3.5). */
export function authorizationPending(interval: number): ProblemError {
	return new ProblemError('authorization_pending', 'The person has not answered yet. Ask again.', {
		interval,
	});
}

/** The person has declined (RFC 8628 section 3.5). @param reason why, where they said so */
export function accessDenied(reason: string | undefined): ProblemError {
	return new ProblemError(
		'access_denied',
		reason === undefined ? 'The person has declined.' : `The person has declined: ${reason}`,
	);
}

/** The envelope has been handed over before. */
export function alreadyCollected(): ProblemError {
	return new ProblemError(
		'already_collected',
		'The credential has been collected before. Ask the person again.',
	);
}

/** The body is longer than its route allows, in bytes. */
export function bodyTooLarge(limit: number): ProblemError {
	return new ProblemError('too_large', `The body: expected at most ${String(limit)} bytes.`);
}

/** The body is of another kind, or compressed. */
export function unsupportedMediaType(detail = 'Content-Type: expected application/json.'): ProblemError {
	return new ProblemError('unsupported_media_type', detail);
}

/** There is no template of this name. */
export function unknownTemplate(known: Iterable<string>): ProblemError {
	return faultyMember('unknown_template', ['template'], `expected one of ${[...known].join(', ')}`);
}

/**
 * There is no provider of this name, or none that this broker has a client for.
 * @param fault what is expected instead
 */
export function unknownProvider(fault: string): ProblemError {
	return faultyMember('unknown_oauth_provider', ['oauth_provider'], fault);
}

/** People are not sent to this address. @param member that has it @param fault what is expected instead */
export function endpointNotAllowed(member: string, fault: string): ProblemError {
	return faultyMember('oauth_endpoint_not_allowed', [member], fault);
}

/** The provider gave no tokens, and will not. */
export function providerRefused(): ProblemError {
	return new ProblemError(
		'provider_refused',
		'The provider gave no tokens for this sign-in. It is over, and the agent is told.',
	);
}

/** The provider did not answer. */
export function providerUnavailable(): ProblemError {
	return new ProblemError(
		'provider_unavailable',
		'The provider cannot be reached just now. Sign in again in a moment.',
		{ headers: { 'Retry-After': '5' } },
	);
}

/** The broker has API keys, and none was shown. */
export function apiKeyRequired(): ProblemError {
	return new ProblemError('api_key_required', 'X-API-Key: expected an API key of this broker.', {
		headers: { 'WWW-Authenticate': 'ApiKey' },
	});
}

/** The API key that was shown is not one of the broker's. */
export function apiKeyInvalid(): ProblemError {
	return new ProblemError('api_key_invalid', 'X-API-Key: this broker does not know the key.');
}

/** No poll token, or something else. */
export function pollTokenInvalid(): ProblemError {
	return new ProblemError('poll_token_invalid', 'Authorization: expected "Bearer" and a poll token.', {
		headers: { 'WWW-Authenticate': 'Bearer' },
	});
}

/** The browser is not the one that confirmed the code. */
export function connectTokenInvalid(): ProblemError {
	return new ProblemError(
		'connect_token_invalid',
		'connect_token: expected the token that confirming this code gave.',
	);
}

/** One answer for every session that cannot be seen: unknown, expired, decided and foreign ones look alike. */
export function sessionNotFound(): ProblemError {
	return new ProblemError(
		'session_not_found',
		'There is no open session here: it is unknown, used or expired.',
	);
}

/** For whoever has the poll token of a session that is over. */
export function sessionEnded(ended: SessionEnd): ProblemError {
	return new ProblemError('session_ended', 'The session has ended.', { ended });
}

/** For whoever has the whole of a link that does not open any more. */
export function linkUsed(link: LinkUse): ProblemError {
	return new ProblemError('link_used', 'This link does not open any more.', { link });
}

/** Somebody else, or an earlier call, has taken this step. */
export function alreadyDecided(): ProblemError {
	return new ProblemError('already_decided', 'This request has already been answered.');
}

/** The code has to be confirmed first. */
export function notConfirmed(): ProblemError {
	return new ProblemError('not_confirmed', 'The code has not been confirmed yet. Confirm it first.');
}

/**
 * A poll came before its time (RFC 8628 section 3.5).
 * @param interval seconds to keep from now on
 */
export function slowDown(interval: number): ProblemError {
	const seconds = String(interval);
	return new ProblemError('slow_down', `Polled too soon. Keep ${seconds} seconds between polls.`, {
		interval,
		headers: { 'Retry-After': seconds },
	});
}

/** The API key has as many sessions open as it may. */
export function tooManySessions(allowed: number): ProblemError {
	return new ProblemError(
		'too_many_sessions',
		`This API key has ${String(allowed)} sessions open, as many as it may. Collect or cancel some, or wait.`,
		{ headers: { 'Retry-After': '30' } },
	);
}

/**
 * A limit is reached.
 * @param seconds until it is worth trying again
 * @param headers how the caller stands with each limit
 */
export function rateLimited(seconds: number, headers: Readonly<Record<string, string>> = {}): ProblemError {
	return new ProblemError('rate_limited', `Too many requests. Try again in ${String(seconds)} seconds.`, {
		headers: { 'Retry-After': String(seconds), ...headers },
	});
}

/** A fault of the broker, of which a client is told nothing. */
export function internalError(): ProblemError {
	return new ProblemError('internal_error', 'Something went wrong on our side. Try again.');
}

/** The store did not answer. */
export function storeUnavailable(): ProblemError {
	return new ProblemError(
		'store_unavailable',
		'The store cannot be reached just now. Nothing was lost; try again.',
		{ headers: { 'Retry-After': '2' } },
	);
}

/** The room that is left in the store belongs to the sessions that there are. */
export function storeFull(): ProblemError {
	return new ProblemError('store_full', 'The broker holds as many sessions as it may. Try again later.', {
		headers: { 'Retry-After': '30' },
	});
}

/** As many bytes are in flight as may be. */
export function busy(): ProblemError {
	return new ProblemError('busy', 'The broker has too much to read just now. Nothing was lost; try again.', {
		headers: { 'Retry-After': '1' },
	});
}

/** The process has been asked to end. */
export function shuttingDown(): ProblemError {
	return new ProblemError('draining', 'This broker is about to end. Use another one.', {
		headers: { 'Retry-After': '2' },
	});
}

/**
 * A member of the body is at fault.
 * @param path the names and places that lead to it; none for the body as a whole
 * @param fault what is wrong with it: `expected at least 30 seconds`
 */
export function faultyMember(
	code: ErrorCode,
	path: readonly PropertyKey[],
	fault: string,
	options?: ErrorOptions,
): ProblemError {
	const detail = `${memberName(path)}: ${fault}.`;
	return new ProblemError(code, detail, { errors: [{ detail, pointer: pointerTo(path) }] }, options);
}

/**
 * One problem for all that is wrong with a body: the code of the first, and every member at fault, each once.
 * @param problems made by {@link faultyMember}, at least one
 * @param members the body's, in the order in which faults are to be named
 */
export function faultyBody(problems: readonly ProblemError[], members: readonly string[]): ProblemError {
	const [first] = problems;
	if (first === undefined) throw new Error('faultyBody: expected a problem');
	const place = ({ pointer }: FaultyMember) => members.indexOf(pointer.split('/')[1] ?? '');
	const errors = problems
		.flatMap(({ extras }) => extras.errors ?? [])
		.filter(({ pointer }, at, all) => all.findIndex((each) => each.pointer === pointer) === at)
		.toSorted((one, other) => place(one) - place(other));
	return new ProblemError(first.code, errors.map(({ detail }) => detail).join(' '), { errors });
}

/** `fields[0].name` */
function memberName(path: readonly PropertyKey[]): string {
	if (path.length === 0) return 'The body';
	return path
		.map((key, at) => (typeof key === 'number' ? `[${String(key)}]` : `${at > 0 ? '.' : ''}${String(key)}`))
		.join('');
}

/** JSON Pointer as a URI fragment (RFC 6901 section 6). */
function pointerTo(path: readonly PropertyKey[]): string {
	const escaped = (key: PropertyKey) => String(key).replaceAll('~', '~0').replaceAll('/', '~1');
	return `#${path.map((key) => `/${encodeURIComponent(escaped(key))}`).join('')}`;
}
