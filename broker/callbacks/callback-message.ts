import { createHash, createHmac } from 'node:crypto';
import { HEADERS } from '../../protocol/messages';
import type { OutboundRequest } from '../outbound/guarded-request';
import type { CallbackEvent } from './callback-event';
import type { CallbackRecord } from './callback-record';

/**
 * The signed request. The first signature covers the body (HMAC-SHA256); the second covers the time as well, so that a
 * receiver can refuse replays. The delivery id is the same for every attempt, on every broker.
 * @param now milliseconds since the epoch
 */
export function callbackMessage(
	sessionId: string,
	event: CallbackEvent,
	{ secret }: CallbackRecord,
	now: number,
): OutboundRequest {
	const body = JSON.stringify({ session_id: sessionId, ...event });
	const timestamp = String(Math.floor(now / 1_000));
	return {
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
