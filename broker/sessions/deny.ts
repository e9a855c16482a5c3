import type { SessionDependencies } from './dependencies';
import { alreadyDecided, findForPerson } from './find-for-person';
import type { DenyInput } from './requests';
import { requireConnectToken } from './require-connect-token';
import { takeStep } from './take-step';

/**
 * The person declines: at once, without a token, or after confirming, with the connect token.
 * @throws ProblemError `session_not_found`, `already_decided`, `connect_token_invalid`
 */
export async function deny(
	dependencies: SessionDependencies,
	userCode: string,
	input: DenyInput,
	idempotencyKey: string | undefined,
): Promise<void> {
	const session = await findForPerson('deny', dependencies, userCode, idempotencyKey);
	const fromPending = session.opened === undefined || session.opened.kind === 'denied';
	if (!fromPending) requireConnectToken(session, input.connect_token);
	const result = await takeStep(dependencies, session, {
		step: fromPending ? 'open' : 'submit',
		idempotencyKey,
		outcome: { kind: 'denied', ...(input.reason && { reason: input.reason }) },
	});
	if (result === 'lost') throw alreadyDecided();
}
