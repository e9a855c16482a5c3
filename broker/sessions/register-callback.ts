import type { CallbackReply } from '../../protocol/messages';
import { isToken } from '../../protocol/tokens';
import { isWaiting } from '../../protocol/states';
import { faultyMember, sessionNotFound } from '../problem';
import { CALLBACK_GRACE, newCallback } from './callback-planner';
import type { Origin } from '../keys/origin';
import type { SessionDependencies } from './dependencies';
import type { CallbackInput } from './requests';
import { endOf, readSession, type Session, type Standing } from './session';
import { newToken } from './tokens';

/** Whether something has happened already that the callback is for. */
function isToBeTold({ status, openedAt }: Standing, { callback_events: events }: CallbackInput): boolean {
	return !isWaiting(status) || (openedAt !== undefined && events?.includes('opened') === true);
}

/** A state whose session has a callback. */
function withCallback(state: Standing, { callback_events: events }: CallbackInput): Standing {
	const { tellsOpened, ...others } = state;
	const isWished = events?.includes('opened') === true;
	return { ...others, callback: true, ...(isWished && { tellsOpened: tellsOpened ?? true }) };
}

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
		const { asked, state } = session;
		const left = Math.max(1, asked.expiresAt - now());
		// Before the change: whoever decides the session after it makes the call due at once.
		if (isWaiting(state.status))
			await callbacks.replaced(session.id, Math.max(1, endOf(asked, state) - now()));
		const changed = await store.change(session.id, {
			expected: { name: 'state', version: session.version },
			write: {
				state: { value: withCallback(session.state, input) },
				callback: {
					value: callbacks.record(newCallback(input, secret, session.asked)),
					lifetime: left + CALLBACK_GRACE * timings.second,
				},
			},
		});
		if (changed) {
			if (isToBeTold(state, input)) await callbacks.replaced(session.id, 0);
			return { callback_secret: secret, reachable };
		}
		const current = await readSession(store, session.id);
		if (!current) throw sessionNotFound();
		session = current;
	}
}
