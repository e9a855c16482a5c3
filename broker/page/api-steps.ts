import { base64UrlEncode, randomBytes } from '../../protocol/encoding';
import { ENVELOPE_ALGORITHM } from '../../protocol/envelope';
import type { CompleteRequest, DenyRequest } from '../../protocol/messages';
import { BASE, call, isObject, type Call } from './api';

/* The calls that take a request on, from the first press. */

/** A file of a megabyte over a slow phone connection. */
const UPLOAD_TIMEOUT_MS = 120_000;
const IDEMPOTENCY_KEY_BYTES = 24;

/** A fresh `Idempotency-Key`: 32 random characters. With the same key, a call whose reply was lost can be repeated. */
export function makeIdempotencyKey(): string {
	return base64UrlEncode(randomBytes(IDEMPOTENCY_KEY_BYTES));
}

/** What confirming gives. */
export interface Confirmation {
	readonly connectToken: string;
	/** Seconds left to answer; undefined where the broker does not say. */
	readonly expiresIn?: number;
}

/**
 * Confirms the request, which binds it to this tab: `POST /v1/connect/{link}/confirm`. Gives the connect token;
 * repeated with the same key, a fresh one.
 */
export function confirm(link: string, idempotencyKey: string): Call<Confirmation> {
	return (signal) =>
		call({ path: `${BASE}/${link}/confirm`, body: {}, idempotencyKey, signal }, confirmation);
}

/** Declines: `POST /v1/connect/{link}/deny`. Can be repeated with the same key. */
export function deny(link: string, body: DenyRequest, idempotencyKey: string): Call<true> {
	const { connect_token } = body;
	return (signal) =>
		call(
			{
				path: `${BASE}/${link}/deny`,
				body,
				idempotencyKey,
				signal,
				...(connect_token !== undefined && { connectToken: connect_token }),
			},
			noContent,
		);
}

/** Delivers the envelope: `POST /v1/connect/{link}/complete`. Can be repeated with the same key. */
export function complete(
	link: string,
	connectToken: string,
	ciphertext: string,
	idempotencyKey: string,
): Call<true> {
	const body: CompleteRequest = { ciphertext, algorithm: ENVELOPE_ALGORITHM, connect_token: connectToken };
	const path = `${BASE}/${link}/complete`;
	return (signal) =>
		call({ path, body, idempotencyKey, connectToken, signal, timeout: UPLOAD_TIMEOUT_MS }, noContent);
}

function confirmation(_status: number, body: unknown): Confirmation | undefined {
	if (!isObject(body) || typeof body['connect_token'] !== 'string') return undefined;
	const { connect_token: connectToken, expires_in: expiresIn } = body;
	return { connectToken, ...(typeof expiresIn === 'number' ? { expiresIn } : {}) };
}

function noContent(status: number): true | undefined {
	return status === 204 ? true : undefined;
}
