import type { SessionDependencies } from './dependencies';
import { alreadyDecided, findForPerson } from './find-for-person';
import type { DenyInput } from './requests';
import { requireConnectToken } from './require-connect-token';
import { takeStep } from './take-step';
import { emit } from './session-events';

/** The reason that the page gives where the person reports the request as suspicious. */
const REPORTED = 'reported';

/**
 * The person declines: at once, without a token, or after confirming, with the connect token.
 * @returns `reported` where the person reported the request as suspicious
 * @throws ProblemError `session_not_found`, `already_decided`, `connect_token_invalid`
 */
export async function deny(
	dependencies: SessionDependencies,
	userCode: string,
	input: DenyInput,
	idempotencyKey: string | undefined,
): Promise<'denied' | 'reported'> {
	const session = await findForPerson('deny', dependencies, userCode, idempotencyKey);
	const fromPending = session.opened === undefined || session.opened.kind === 'denied';
	if (!fromPending) await requireConnectToken(dependencies.store, session, input.connect_token);
	const hasCallback = await dependencies.callbacks.deciding(session.id);
	const result = await takeStep(dependencies, session, {
		step: fromPending ? 'open' : 'submit',
		idempotencyKey,
		outcome: { kind: 'denied', ...(input.reason && { reason: input.reason }) },
	});
	if (result === 'conflict') throw alreadyDecided();
	if (hasCallback) await dependencies.callbacks.decided(session.id);
	const outcome = input.reason === REPORTED ? 'reported' : 'denied';
	if (result === 'done') emit(dependencies, outcome, session);
	return outcome;
}
