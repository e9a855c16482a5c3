import type { CallbackReply } from '../../protocol/messages';
import { isToken, makeToken } from '../../protocol/tokens';
import { ProblemError } from '../problem';
import { newCallback } from '../sessions/callback-planner';
import type { SessionDependencies } from '../sessions/dependencies';
import { findByPollToken } from '../sessions/find-session';
import type { CallbackInput } from '../sessions/requests';
import type { CallbackPlan } from './callback-plan';

/**
 * Sets or replaces a session's callback. For a session that is decided already it is delivered at once.
 * @throws ProblemError `poll_token_invalid`, `session_not_found`, `invalid_request`
 */
export async function registerCallback(
	sessions: SessionDependencies,
	plan: CallbackPlan,
	id: string,
	pollToken: string | undefined,
	input: CallbackInput,
): Promise<CallbackReply> {
	const { facts } = await findByPollToken(sessions, id, pollToken);
	const secret = input.callback_secret ?? makeToken('callback');
	if (!isToken('callback', secret)) {
		throw new ProblemError('invalid_request', 'callback_secret: expected cs_ and base64url of 32 bytes.');
	}
	const reachable = await plan.reach(input.callback_url);
	await plan.replace(id, newCallback(input, facts.expiresAt), secret);
	return { callback_secret: secret, reachable };
}
