import type { ConfirmReply } from '../../protocol/messages';
import { rateLimited } from '../problem';
import { changeSession, type NextState } from './change-session';
import type { Origin } from '../keys/origin';
import type { SessionDependencies } from './dependencies';
import type { Session } from './session';
import { emit } from './session-events';
import { attemptOf, newToken, sha256Hex } from './tokens';

/** Times that one attempt to confirm can be repeated: each adds a hash to the state, which is to stay small. */
const MOST_TOKENS = 32;

/**
 * The person confirms the code: one browser, and only one, gets a connect token. The same attempt, repeated, gets
 * another one; those of earlier replies stay valid, because such a reply may still arrive.
 * @throws ProblemError `already_decided`, `session_not_found`; `rate_limited` for an attempt that repeats without end
 */
export async function confirm(
	dependencies: SessionDependencies,
	found: Session,
	idempotencyKey: string | undefined,
	origin: Origin,
): Promise<ConfirmReply> {
	const token = newToken('connect');
	const tokenHash = sha256Hex(token);
	const by = attemptOf(idempotencyKey);
	const next = ({ state }: Session): NextState => {
		const given = state.confirmed?.tokenHashes ?? [];
		if (given.length >= MOST_TOKENS) throw rateLimited(60);
		return {
			state: { ...state, confirmed: { by, tokenHashes: [...given, tokenHash] } },
		};
	};
	const { kind, session } = await changeSession(dependencies, found, {
		action: 'confirm',
		next,
		isRepeat: ({ confirmed }) => confirmed?.by === by,
		again: next,
	});
	if (kind === 'changed') emit(dependencies, 'confirmed', session, origin);
	return { connect_token: token };
}
