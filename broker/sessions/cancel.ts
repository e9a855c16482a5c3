import { isTerminal } from '../../protocol/states';
import { sessionNotFound } from '../problem';
import { RECORD_NAMES } from '../storage/record-store';
import { lastingEnd } from './change-session';
import type { SessionDependencies } from './dependencies';
import { readSession, type Session } from './session';
import { emit, type Cause } from './session-events';

/** Everything about a session but how it ended. */
const CONTENT = RECORD_NAMES.filter((name) => name !== 'ended');
/** The same, where the agent is still to be called. */
const ALL_BUT_CALLBACK = CONTENT.filter((name) => name !== 'callback');

/**
 * Deletes everything about a session, at once, but for how it ended: a state and times. Of concurrent calls one succeeds.
 * Where somebody else than its agent ends it, the agent's callback is made, as for a session that has expired.
 * @throws ProblemError `session_not_found` where it is gone already
 */
export async function cancel(dependencies: SessionDependencies, found: Session, cause: Cause): Promise<void> {
	const { callbacks } = dependencies;
	const isOutside = cause.by !== undefined;
	const session = await remove(dependencies, found, isOutside);
	if (session.state.callback && isOutside) callbacks.decided(session.id);
	else if (session.state.callback) callbacks.forget(session.id);
	// Deleting a session that is over is an acknowledgement, and no cancellation.
	if (!isTerminal(session.state.status)) emit(dependencies, 'cancelled', session, cause);
}

/** @returns the session as it stood @throws ProblemError `session_not_found` */
async function remove(
	dependencies: SessionDependencies,
	found: Session,
	keepsCallback: boolean,
): Promise<Session> {
	const { store } = dependencies;
	for (let session = found; ;) {
		const write = lastingEnd(session, dependencies, true);
		const keeps = keepsCallback && session.state.callback === true;
		if (!write.ended && !keeps) {
			if (!(await store.remove(session.id))) throw sessionNotFound();
			return session;
		}
		const expected = { name: 'state', version: session.version } as const;
		const change = { expected, write, remove: keeps ? ALL_BUT_CALLBACK : CONTENT };
		if (await store.change(session.id, change)) return session;
		const current = await readSession(store, session.id);
		if (!current) throw sessionNotFound();
		session = current;
	}
}
