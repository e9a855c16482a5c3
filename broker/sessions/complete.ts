import { sessionNotFound } from '../problem';
import { checkEnvelope } from './check-envelope';
import type { SessionDependencies } from './dependencies';
import { alreadyDecided, findForPerson } from './find-for-person';
import { records, type SubmitOutcome } from './records';
import type { CompleteInput } from './requests';
import { requireConnectToken } from './require-connect-token';
import type { Session } from './session';
import { takeStep, type StepResult } from './take-step';
import { emit } from './session-events';

/**
 * The person's browser submits the envelope.
 * @throws ProblemError `session_not_found`, `not_confirmed`, `already_decided`, `connect_token_invalid`,
 *   `invalid_envelope`, `too_large`
 */
export async function complete(
	dependencies: SessionDependencies,
	userCode: string,
	input: CompleteInput,
	idempotencyKey: string | undefined,
): Promise<void> {
	const session = await findForPerson('complete', dependencies, userCode, idempotencyKey);
	await requireConnectToken(dependencies.store, session, input.connect_token);
	checkEnvelope(input, session.facts);
	const { store, now } = dependencies;
	const left = session.facts.expiresAt - now();
	const outcome: SubmitOutcome = { kind: 'completed', algorithm: input.algorithm };
	const hasCallback = await dependencies.callbacks.deciding(session.id);
	const result = await takeStep(dependencies, session, {
		step: 'submit',
		idempotencyKey,
		outcome,
		prepare: () => store.write(records.sealed(session.id), input.ciphertext, left),
	});
	if (result === 'conflict') throw alreadyDecided();
	await removeIfCancelled(dependencies, session, result);
	if (hasCallback) await dependencies.callbacks.decided(session.id);
	if (result === 'done') emit(dependencies, 'completed', session);
}

/** Removes the envelope again where the agent cancelled the session meanwhile. */
async function removeIfCancelled(
	{ store }: SessionDependencies,
	session: Session,
	result: StepResult,
): Promise<void> {
	if (result !== 'done') return;
	const [facts] = await store.read([records.facts(session.id)]);
	if (facts !== undefined) return;
	await store.delete(records.sealed(session.id));
	await store.delete(records.outcome(session.id, 'submit'));
	throw sessionNotFound();
}
