import { isTerminal } from '../../protocol/states';
import { sessionNotFound } from '../problem';
import type { SessionDependencies } from './dependencies';
import type { Session } from './session';
import { emit, type Cause } from './session-events';

/**
 * Deletes everything about a session, at once. Of concurrent calls one succeeds.
 * @throws ProblemError `session_not_found` where it is gone already
 */
export async function cancel(
	dependencies: SessionDependencies,
	session: Session,
	cause: Cause,
): Promise<void> {
	const { store, callbacks } = dependencies;
	if (!(await store.remove(session.id))) throw sessionNotFound();
	if (session.state.callback) callbacks.forget(session.id);
	// Deleting a session that is over is an acknowledgement, and no cancellation.
	if (!isTerminal(session.state.status)) emit(dependencies, 'cancelled', session, cause);
}
