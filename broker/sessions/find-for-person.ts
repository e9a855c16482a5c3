import { ProblemError, sessionNotFound } from '../problem';
import type { SessionDependencies } from './dependencies';
import { findByUserCode } from './find-session';
import type { Session } from './session';
import { REFUSALS, type PersonAction } from './transitions';

/**
 * The session of a user code, where the action is allowed in its state. With an Idempotency-Key a decided session is
 * returned too: its records show whether this attempt is the one that decided it.
 * @throws ProblemError `session_not_found`, `not_confirmed`, `already_decided`
 */
export async function findForPerson(
	action: PersonAction,
	dependencies: SessionDependencies,
	userCode: string,
	idempotencyKey?: string,
): Promise<Session> {
	const session = await findByUserCode(dependencies, userCode);
	if (!session) throw sessionNotFound();
	const refusal = REFUSALS[session.state][action];
	if (refusal === undefined) return session;
	if (refusal === 'session_not_found') throw sessionNotFound();
	if (refusal === 'already_decided' && idempotencyKey !== undefined) return session;
	if (refusal === 'already_decided') throw alreadyDecided();
	throw new ProblemError(refusal, 'The code has not been confirmed yet. Confirm it first.');
}

/** Another caller, or an earlier call, has decided the session. */
export function alreadyDecided(): ProblemError {
	return new ProblemError('already_decided', 'This request has already been answered.');
}
