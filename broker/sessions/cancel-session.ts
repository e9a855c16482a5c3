import { isTerminal } from '../../protocol/states';
import { sessionNotFound } from '../problem';
import type { SessionDependencies } from './dependencies';
import { findByPollToken } from './find-session';
import { records, STEPS } from './records';
import { tell } from './tell';

/**
 * Deletes everything about a session. The ciphertext goes first and the facts decide who did it, so that a fault
 * half-way leaves a session that can be deleted again.
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
	// Deleting what is over already is an acknowledgement.
	if (!isTerminal(session.state)) tell(dependencies, 'cancelled', session);
	const rest = [
		records.pace(id),
		...STEPS.flatMap((step) => [records.claim(id, step), records.outcome(id, step), records.heir(id, step)]),
	];
	// Without its facts a session is gone already; what a fault leaves here, time takes away.
	await Promise.allSettled(rest.map((record) => store.delete(record)));
}
