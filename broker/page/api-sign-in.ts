import type { RedeemRequest, SessionInfo, SignInReturnReply } from '../../protocol/messages';
import { call, isObject, type Call } from './api';

/** Longer than the broker waits for a provider. */
const REDEEM_TIMEOUT_MS = 60_000;

/** Which request an answer belongs to, by the cookies of this browser: `POST /v1/oauth/return`. */
export function findReturn(state: string): Call<SignInReturnReply> {
	return (signal) => call({ path: '/v1/oauth/return', body: { state }, signal }, signInReturn);
}

/** Lets the broker redeem a code and pass on what it gets for it: `POST /v1/oauth/redeem`. */
export function redeem(body: RedeemRequest): Call<true> {
	return (signal) =>
		call({ path: '/v1/oauth/redeem', body, signal, timeout: REDEEM_TIMEOUT_MS }, (status) =>
			status === 204 ? true : undefined,
		);
}

function signInReturn(_status: number, body: unknown): SignInReturnReply | undefined {
	if (!isObject(body) || !isObject(body['session']) || !isObject(body['session']['oauth'])) return undefined;
	const { link, connect_token, expires_in, session } = body;
	if (typeof link !== 'string' || typeof connect_token !== 'string' || typeof expires_in !== 'number')
		return undefined;
	// Its members were validated when the session was created.
	return { link, connect_token, expires_in, session: session as unknown as SessionInfo };
}
