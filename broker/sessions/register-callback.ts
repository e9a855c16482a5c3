import type { CallbackReply } from '../../protocol/messages';
import { isToken } from '../../protocol/tokens';
import { isWaiting } from '../../protocol/states';
import { faultyMember, sessionNotFound } from '../problem';
import { CALLBACK_GRACE, newCallback } from './callback-planner';
import type { Origin } from '../keys/origin';
import type { SessionDependencies } from './dependencies';
import type { CallbackInput } from './requests';
import { readSession, type Session } from './session';
import { newToken } from './tokens';

/**
 * Sets or replaces a session's callback. For a session that is decided already it is delivered at once.
 * @throws ProblemError `invalid_request`; `session_not_found` where the session is gone meanwhile
 */
export async function registerCallback(
	{ store, callbacks, now, timings }: SessionDependencies,
	found: Session,
	input: CallbackInput,
	origin: Origin,
): Promise<CallbackReply> {
	const secret = input.callback_secret ?? newToken('callback');
	if (!isToken('callback', secret)) {
		throw faultyMember('invalid_request', ['callback_secret'], 'expected cs_ and base64url of 32 bytes');
	}
	callbacks.check(input.callback_url);
	const reachable = await callbacks.reach(input.callback_url, origin);
	for (let session = found; ;) {
		const left = Math.max(1, session.asked.expiresAt - now());
		// Before the change: whoever decides the session after it makes the call due at once.
		if (isWaiting(session.state.status)) await callbacks.replaced(session.id, left);
		const changed = await store.change(session.id, {
			expected: { name: 'state', version: session.version },
			write: {
				state: { value: { ...session.state, callback: true } },
				callback: {
					value: callbacks.record(newCallback(input, secret, session.asked)),
					lifetime: left + CALLBACK_GRACE * timings.second,
				},
			},
		});
		if (changed) {
			if (!isWaiting(session.state.status)) await callbacks.replaced(session.id, 0);
			return { callback_secret: secret, reachable };
		}
		const current = await readSession(store, session.id);
		if (!current) throw sessionNotFound();
		session = current;
	}
}
