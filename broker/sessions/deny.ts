import { isWaiting } from '../../protocol/states';
import { connectTokenInvalid } from '../problem';
import { changeSession, untilOwnEnd } from './change-session';
import type { Origin } from '../keys/origin';
import type { SessionDependencies } from './dependencies';
import { isConnectToken } from './find';
import type { DenyInput } from './requests';
import { REPORTED, type Session } from './session';
import { emit } from './session-events';
import { attemptOf } from './tokens';

/**
 * The person declines: at once, without a token, or after confirming, with the connect token.
 * @returns `reported` where the person reported the request as suspicious
 * @throws ProblemError `already_decided`, `session_not_found`, `connect_token_invalid`
 */
export async function deny(
	dependencies: SessionDependencies,
	found: Session,
	{ connect_token, reason }: DenyInput,
	idempotencyKey: string | undefined,
	origin: Origin,
): Promise<'denied' | 'reported'> {
	const by = attemptOf(idempotencyKey);
	const isRepeat = ({ denied }: Session['state']) => denied?.by === by;
	/** Once somebody has confirmed, whoever declines shows that it was they, also where they repeat it. */
	const requireToken = (session: Session): void => {
		const { confirmed, status } = session.state;
		const asked = confirmed !== undefined && (status === 'confirmed' || isRepeat(session.state));
		if (asked && !isConnectToken(session, connect_token)) throw connectTokenInvalid();
	};
	requireToken(found);
	if (isWaiting(found.state.status) && found.state.callback) await dependencies.callbacks.deciding(found.id);
	const { kind, session } = await changeSession(dependencies, found, {
		action: 'deny',
		next: (current) => {
			requireToken(current);
			const denied = { by, at: dependencies.now(), ...(reason && { reason }) };
			return { state: { ...current.state, denied }, ...untilOwnEnd(current, dependencies) };
		},
		isRepeat,
	});
	if (session.state.callback) dependencies.callbacks.decided(session.id);
	const outcome = reason === REPORTED ? 'reported' : 'denied';
	if (kind === 'changed') emit(dependencies, outcome, session, origin);
	return outcome;
}
