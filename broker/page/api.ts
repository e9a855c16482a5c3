import { HEADERS, type LinkUse, type Problem, type SessionInfo } from '../../protocol/messages';
import { retryAfterOf } from '../../protocol/retry-after';
import { LOOK_UP_TIMEOUT_MS, takeEarlyAnswer } from './early-look-up';
import type { Failure, UsedLink } from './state';

/** How a call ended. A failure is temporary, so the call is worth repeating; a refusal is final. */
export type Answer<Value> =
	| { readonly kind: 'ok'; readonly value: Value }
	| {
			readonly kind: 'refused';
			readonly status: number;
			readonly code?: string;
			/** With `link_used`: why the link does not open any more. */
			readonly used?: UsedLink;
	  }
	| { readonly kind: 'failed'; readonly failure: Failure['kind']; readonly retryAfter?: number };

/** One call, which can be made again. */
export type Call<Value> = (signal: AbortSignal) => Promise<Answer<Value>>;

/** The address of a link's calls; its own follows. */
export const BASE = '/v1/connect';
/** 502: not this broker is unavailable, but a provider, and only the person can try again. */
export const PROVIDER_UNAVAILABLE = 'provider_unavailable' as string;
const USES: readonly LinkUse['state'][] = ['confirmed', 'answered', 'declined', 'expired', 'cancelled'];

/**
 * What is asked for under a link: `GET /v1/connect/{link}`.
 * @param fingerprint of the key that the link names. To whoever has it, the broker says why the link does not open
 */
export function lookUp(link: string, fingerprint?: string): Call<SessionInfo> {
	return (signal) =>
		call(
			{ path: `${BASE}/${link}`, signal, ...(fingerprint === undefined ? {} : { fingerprint }) },
			sessionInfo,
		);
}

/** The same for a code that somebody typed: `POST /v1/connect/resolve`. */
export function resolveTyped(code: string): Call<SessionInfo> {
	return (signal) => call({ path: `${BASE}/resolve`, body: { user_code: code }, signal }, sessionInfo);
}

/** What a call sends. */
export interface Request {
	readonly path: string;
	readonly signal: AbortSignal;
	readonly body?: unknown;
	readonly idempotencyKey?: string;
	/** Shown before the body, which the broker then reads. */
	readonly connectToken?: string;
	readonly fingerprint?: string;
	/** Milliseconds. */
	readonly timeout?: number;
}

/**
 * Makes the call.
 * @param accept reads a 2xx reply; undefined where the broker cannot have written it, but a captive portal or a proxy
 * on the way, which is a failure and no answer
 */
export async function call<Value>(
	request: Request,
	accept: (status: number, body: unknown) => Value | undefined,
): Promise<Answer<Value>> {
	const { signal } = request;
	try {
		const response = await (takeEarlyAnswer(request.path) ?? send(request));
		const body = await jsonOf(response);
		if (!response.ok) return errorAnswer(response, body);
		const value = accept(response.status, body);
		return value === undefined ? { kind: 'failed', failure: 'unavailable' } : { kind: 'ok', value };
	} catch (error) {
		if (signal.aborted) throw error;
		return { kind: 'failed', failure: 'no-connection' };
	}
}

function send(request: Request): Promise<Response> {
	const { path, signal, body, timeout = LOOK_UP_TIMEOUT_MS } = request;
	return fetch(path, {
		method: body === undefined ? 'GET' : 'POST',
		headers: headersOf(request),
		body: body === undefined ? null : JSON.stringify(body),
		cache: 'no-store',
		redirect: 'error',
		referrerPolicy: 'no-referrer',
		signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
	});
}

function headersOf(request: Request): Record<string, string> {
	return {
		accept: 'application/json',
		...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
		...(request.idempotencyKey === undefined ? {} : { [HEADERS.idempotencyKey]: request.idempotencyKey }),
		...(request.connectToken === undefined ? {} : { [HEADERS.connectToken]: request.connectToken }),
		...(request.fingerprint === undefined ? {} : { [HEADERS.keyFingerprint]: request.fingerprint }),
	};
}

/**
 * What a reply other than 2xx means.
 * @param body its JSON; undefined where it has none
 */
export function errorAnswer(response: Response, body: unknown): Answer<never> {
	const seconds = retryAfterOf(response.headers.get('retry-after'));
	const retryAfter = seconds === undefined ? {} : { retryAfter: seconds };
	if (response.status === 429) return { kind: 'failed', failure: 'rate-limited', ...retryAfter };
	// An error without a problem document (RFC 9457) comes from a proxy on the way, not from the broker.
	if (!isProblem(body) || (response.status >= 500 && body.code !== PROVIDER_UNAVAILABLE)) {
		return { kind: 'failed', failure: 'unavailable', ...retryAfter };
	}
	const used = usedLink(body['link'], response.headers.get('date'));
	return {
		kind: 'refused',
		status: response.status,
		code: body.code,
		...(used === undefined ? {} : { used }),
	};
}

/**
 * Why a link does not open any more, as the broker says it.
 * @param date of the reply, by the same clock as `at`: a device's own date may be wrong
 */
function usedLink(link: unknown, date: string | null): UsedLink | undefined {
	if (!isObject(link) || !isUse(link['state']) || typeof link['at'] !== 'string') return undefined;
	const at = Date.parse(link['at']);
	if (Number.isNaN(at)) return undefined;
	const now = Date.now();
	const replied = Date.parse(date ?? '');
	const age = Math.max(0, (Number.isNaN(replied) ? now : replied) - at);
	return { state: link['state'], at, since: now - age };
}

function isUse(state: unknown): state is LinkUse['state'] {
	return USES.some((use) => use === state);
}

async function jsonOf(response: Response): Promise<unknown> {
	const text = await response.text();
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Whether a part of a reply has members. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}

function isProblem(body: unknown): body is Pick<Problem, 'code'> & Readonly<Record<string, unknown>> {
	return isObject(body) && typeof body['code'] === 'string';
}

function sessionInfo(_status: number, body: unknown): SessionInfo | undefined {
	return isSessionInfo(body) ? body : undefined;
}

/** Whether the broker wrote this reply. Its members were validated when the session was created. */
function isSessionInfo(body: unknown): body is SessionInfo {
	return (
		isObject(body) &&
		typeof body['display_name'] === 'string' &&
		typeof body['public_key'] === 'string' &&
		typeof body['expires_in'] === 'number' &&
		Array.isArray(body['fields']) &&
		isObject(body['security'])
	);
}
