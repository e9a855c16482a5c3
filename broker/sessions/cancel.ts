import { isTerminal } from '../../protocol/states';
import { sessionNotFound } from '../problem';
import type { Origin } from '../keys/origin';
import { RECORD_NAMES } from '../storage/record-store';
import { lastingEnd } from './change-session';
import type { SessionDependencies } from './dependencies';
import { readSession, type Session } from './session';
import { emit } from './session-events';

/** Everything about a session but how it ended. */
const CONTENT = RECORD_NAMES.filter((name) => name !== 'ended');

/**
 * Deletes everything about a session, at once, but for how it ended: a state and times. Of concurrent calls one succeeds.
 * @throws ProblemError `session_not_found` where it is gone already
 */
export async function cancel(
	dependencies: SessionDependencies,
	found: Session,
	origin: Origin,
): Promise<void> {
	const { callbacks } = dependencies;
	const session = await remove(dependencies, found);
	if (session.state.callback) callbacks.forget(session.id);
	// Deleting a session that is over is an acknowledgement, and no cancellation.
	if (!isTerminal(session.state.status)) emit(dependencies, 'cancelled', session, origin);
}

/** @returns the session as it stood @throws ProblemError `session_not_found` */
async function remove(dependencies: SessionDependencies, found: Session): Promise<Session> {
	const { store } = dependencies;
	for (let session = found; ;) {
		const write = lastingEnd(session, dependencies, true);
		if (!write.ended) {
			if (!(await store.remove(session.id))) throw sessionNotFound();
			return session;
		}
		const expected = { name: 'state', version: session.version } as const;
		if (await store.change(session.id, { expected, write, remove: CONTENT })) return session;
		const current = await readSession(store, session.id);
		if (!current) throw sessionNotFound();
		session = current;
	}
}
