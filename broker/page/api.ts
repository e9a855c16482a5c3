import { base64UrlEncode, randomBytes } from '../../protocol/encoding';
import { ENVELOPE_ALGORITHM } from '../../protocol/envelope';
import {
	HEADERS,
	type CompleteRequest,
	type DenyRequest,
	type Problem,
	type SessionInfo,
} from '../../protocol/messages';
import { retryAfterOf } from '../../protocol/retry-after';
import { takeEarlyAnswer } from './early-look-up';
import type { Failure } from './state';

/** How a call ended. A failure is temporary, so the call is worth repeating; a refusal is final. */
export type Answer<Value> =
	| { readonly kind: 'ok'; readonly value: Value }
	| { readonly kind: 'refused'; readonly status: number; readonly code?: string }
	| { readonly kind: 'failed'; readonly failure: Failure['kind']; readonly retryAfter?: number };

/** One call, which can be made again. */
export type Call<Value> = (signal: AbortSignal) => Promise<Answer<Value>>;

const BASE = '/v1/connect';
const TIMEOUT_MS = 20_000;
/** A file of a megabyte over a slow phone connection. */
const UPLOAD_TIMEOUT_MS = 120_000;

const IDEMPOTENCY_KEY_BYTES = 24;

/** A fresh `Idempotency-Key`: 32 random characters. With the same key, a call whose reply was lost can be repeated. */
export function makeIdempotencyKey(): string {
	return base64UrlEncode(randomBytes(IDEMPOTENCY_KEY_BYTES));
}

/** What is asked for under a user code: `GET /v1/connect/{code}`. */
export function lookUp(code: string): Call<SessionInfo> {
	return (signal) => call({ path: `${BASE}/${code}`, signal }, sessionInfo);
}

/** The same for a code that somebody typed: `POST /v1/connect/resolve`. */
export function resolveTyped(code: string): Call<SessionInfo> {
	return (signal) => call({ path: `${BASE}/resolve`, body: { user_code: code }, signal }, sessionInfo);
}

/**
 * Confirms the request, which binds it to this tab: `POST /v1/connect/{code}/confirm`. Gives the connect token;
 * repeated with the same key, a fresh one.
 */
export function confirm(code: string, idempotencyKey: string): Call<string> {
	return (signal) => call({ path: `${BASE}/${code}/confirm`, body: {}, idempotencyKey, signal }, givenToken);
}

/** Declines: `POST /v1/connect/{code}/deny`. Can be repeated with the same key. */
export function deny(code: string, body: DenyRequest, idempotencyKey: string): Call<true> {
	const { connect_token } = body;
	return (signal) =>
		call(
			{
				path: `${BASE}/${code}/deny`,
				body,
				idempotencyKey,
				signal,
				...(connect_token !== undefined && { connectToken: connect_token }),
			},
			noContent,
		);
}

/** Delivers the envelope: `POST /v1/connect/{code}/complete`. Can be repeated with the same key. */
export function complete(
	code: string,
	connectToken: string,
	ciphertext: string,
	idempotencyKey: string,
): Call<true> {
	const body: CompleteRequest = { ciphertext, algorithm: ENVELOPE_ALGORITHM, connect_token: connectToken };
	const path = `${BASE}/${code}/complete`;
	return (signal) =>
		call({ path, body, idempotencyKey, connectToken, signal, timeout: UPLOAD_TIMEOUT_MS }, noContent);
}

interface Request {
	readonly path: string;
	readonly signal: AbortSignal;
	readonly body?: unknown;
	readonly idempotencyKey?: string;
	/** Shown before the body, which the broker then reads. */
	readonly connectToken?: string;
	/** Milliseconds. */
	readonly timeout?: number;
}

/**
 * Makes the call.
 * @param accept reads a 2xx reply; undefined where the broker cannot have written it, but a captive portal or a proxy
 * on the way, which is a failure and no answer
 */
async function call<Value>(
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
	const { path, signal, body, timeout = TIMEOUT_MS } = request;
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
	if (response.status >= 500 || !isProblem(body)) {
		return { kind: 'failed', failure: 'unavailable', ...retryAfter };
	}
	return { kind: 'refused', status: response.status, code: body.code };
}

async function jsonOf(response: Response): Promise<unknown> {
	const text = await response.text();
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}

function isProblem(body: unknown): body is Pick<Problem, 'code'> {
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

function givenToken(_status: number, body: unknown): string | undefined {
	return isObject(body) && typeof body['connect_token'] === 'string' ? body['connect_token'] : undefined;
}

function noContent(status: number): true | undefined {
	return status === 204 ? true : undefined;
}
