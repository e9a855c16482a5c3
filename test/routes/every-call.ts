import { createHash } from 'node:crypto';
import { DEVICE_CODE_GRANT } from '../../broker/sessions/device-requests';
import { ENVELOPE_ALGORITHM } from '../../protocol/envelope';
import { makeToken } from '../../protocol/tokens';
import { call, type Answer, type CallOptions } from '../support/http';

/** One answer of a broker, and what was asked. */
export interface Given {
	readonly method: string;
	readonly address: string;
	readonly answer: Answer;
}

/** The state of a sign-in that nobody has begun. */
const STATE = 'a-state-of-nobody-a-state-of-nobody-0123456789';

/** Makes a call and remembers its answer. */
export type Ask = (method: string, address: string, options?: CallOptions) => Promise<Given['answer']>;

/** An address at which nobody listens, which the brokers here may call. */
export const CALLBACK = 'http://127.0.0.1:9/';

/** Makes calls to a broker whose answers are remembered. */
export function asking(url: string, given: Given[]): Ask {
	return async (method, address, options) => {
		const answer = await call(url, method, address, options);
		given.push({ method, address, answer });
		return answer;
	};
}

/** A call that sends a form. */
export function form(
	parameters: Readonly<Record<string, string>>,
	headers: Readonly<Record<string, string>> = {},
): CallOptions {
	return {
		body: new URLSearchParams(parameters).toString(),
		headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
	};
}

/** Every call once, for a session and a code as good as any. */
export function everyCall(
	send: Ask,
	{ id, code, token, key }: { id: string; code: string; token: string; key: string },
	headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
	const ask: Ask = (method, address, options = {}) =>
		send(method, address, { ...options, headers: { ...headers, ...options.headers } });
	const bearer = { headers: { authorization: `Bearer ${token}` } };
	// A browser that has left for a provider, so that the store is asked.
	const digits = createHash('sha256').update(code.replace('-', '')).digest('hex').slice(0, 16);
	const state = Buffer.from(STATE).toString('base64url');
	const cookie = {
		cookie: `linkauth-${digits}=${code}.${makeToken('connect')}; linkauth-trip-${digits}=${state}.v`,
	};
	const envelope = { ciphertext: 'e30=', algorithm: ENVELOPE_ALGORITHM, connect_token: 'ct_' };
	return Promise.all([
		ask('POST', '/v1/sessions', { body: { public_key: key, template: 'api_key' } }),
		ask('GET', `/v1/sessions/${id}`, bearer),
		ask('PATCH', `/v1/sessions/${id}`, { ...bearer, body: { callback_url: CALLBACK } }),
		ask('DELETE', `/v1/sessions/${id}`, bearer),
		ask('GET', `/v1/sessions/${id}/agent-state`),
		ask('GET', '/v1/auth'),
		ask('GET', `/v1/connect/${code}`),
		ask('POST', '/v1/connect/resolve', { body: { user_code: code } }),
		ask('POST', `/v1/connect/${code}/confirm`),
		ask('POST', `/v1/connect/${code}/complete`, { body: envelope }),
		ask('POST', `/v1/connect/${code}/deny`),
		ask('POST', '/device_authorization', form({ client_id: 'robot', public_key: key, template: 'api_key' })),
		ask('POST', '/token', form({ grant_type: DEVICE_CODE_GRANT, device_code: `${id}.${token}` })),
		ask('GET', '/v1/providers'),
		ask('GET', `/v1/oauth/authorize/${code}`, { headers: cookie }),
		ask('POST', '/v1/oauth/return', { headers: cookie, body: { state: STATE } }),
		ask('POST', '/v1/oauth/redeem', { headers: cookie, body: { state: STATE, code: 'c' } }),
		ask('GET', '/v1/oauth/callback'),
		ask('GET', '/ready'),
	]);
}
