import { createHash, createHmac } from 'node:crypto';
import { HEADERS } from '../../protocol/messages';
import type { OutboundRequest } from '../outbound/guarded-request';
import type { CallbackRecord } from './callback-record';

/** What is told of a session. */
export type CallbackEvent =
	| { readonly status: 'ready'; readonly ciphertext: string; readonly algorithm: string }
	| { readonly status: 'denied'; readonly reason?: string }
	| { readonly status: 'expired' };

/**
 * The signed call. The first signature covers the body; the second covers the time as well, so that a receiver can
 * refuse what was recorded and played again. The delivery's id is the same however often, and by whichever broker, it
 * is tried.
 * @param now milliseconds since the epoch
 */
export function callbackMessage(
	sessionId: string,
	event: CallbackEvent,
	{ url, secret }: CallbackRecord,
	now: number,
): OutboundRequest {
	const body = JSON.stringify({ session_id: sessionId, ...event });
	const timestamp = String(Math.floor(now / 1_000));
	return {
		url,
		body,
		headers: {
			'content-type': 'application/json',
			'user-agent': 'linkauth-broker',
			'x-linkauth-signature': `sha256=${hmac(secret, body)}`,
			'x-linkauth-timestamp': timestamp,
			[HEADERS.callbackSignature]: `t=${timestamp},sha256=${hmac(secret, `${timestamp}.${body}`)}`,
			[HEADERS.deliveryId]: deliveryId(sessionId, event, secret),
		},
	};
}

function hmac(secret: string, text: string): string {
	return createHmac('sha256', secret).update(text).digest('hex');
}

function deliveryId(sessionId: string, { status }: CallbackEvent, secret: string): string {
	return createHash('sha256').update(`${secret}.${sessionId}.${status}`).digest('base64url').slice(0, 22);
}
