import { isTerminal } from '../../protocol/states';
import { sessionNotFound } from '../problem';
import type { SessionDependencies } from './dependencies';
import { findByPollToken } from './find-session';
import { records, STEPS } from './records';
import { emit } from './session-events';

/**
 * Deletes everything about a session: the ciphertext first and the facts last, so that a session whose deletion failed
 * half-way can be deleted again. Of concurrent calls the one that deletes the facts succeeds.
 * @throws ProblemError `poll_token_invalid`, `session_not_found`
 */
export async function cancelSession(
	dependencies: SessionDependencies,
	id: string,
	pollToken: string | undefined,
): Promise<void> {
	const { store, notifier } = dependencies;
	const session = await findByPollToken(dependencies, id, pollToken);
	await dependencies.callbacks.forget(id);
	await store.delete(records.sealed(id));
	if (!(await store.delete(records.facts(id)))) throw sessionNotFound();
	notifier.notify(id);
	// Deleting a session that is over is an acknowledgement, and no cancellation.
	if (!isTerminal(session.state)) emit(dependencies, 'cancelled', session);
	const rest = [
		records.pace(id),
		...STEPS.flatMap((step) => [
			records.claim(id, step),
			records.outcome(id, step),
			records.takeover(id, step),
		]),
	];
	// Without its facts the session is gone already; records that cannot be deleted now expire.
	await Promise.allSettled(rest.map((record) => store.delete(record)));
}
