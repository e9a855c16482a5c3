import { alreadyDecided, connectTokenInvalid, ProblemError } from '../problem';
import { changeSession, refusal, untilOwnEnd } from './change-session';
import { checkEnvelope } from './check-envelope';
import type { Origin } from '../keys/origin';
import type { SessionDependencies } from './dependencies';
import { isConnectToken } from './find';
import type { CompleteInput } from './requests';
import type { Session } from './session';
import { emit } from './session-events';
import { attemptOf } from './tokens';
import { TRANSITIONS } from './transitions';

/**
 * Refuses to complete a session in a state in which no attempt can be repeated; before its envelope is read.
 * @throws ProblemError `not_confirmed`, `already_decided`
 */
export function requireCompletable({ state }: Session): void {
	const transition = TRANSITIONS.complete[state.status];
	if ('refused' in transition) throw refusal(transition.refused);
}

/**
 * Refuses an envelope from a browser where the broker redeems: it alone makes that one, or whoever signs in could claim to
 * be anybody.
 * @throws ProblemError `invalid_envelope`
 */
export function requireOwnEnvelope({ asked }: Session): void {
	if (asked.signIn?.redeemedBy === 'broker') {
		throw new ProblemError(
			'invalid_envelope',
			'This request is answered by signing in, and the broker encrypts what comes of it itself.',
		);
	}
}

/**
 * The person's browser submits the envelope.
 * @throws ProblemError `not_confirmed`, `already_decided`, `session_not_found`, `connect_token_invalid`,
 *   `invalid_envelope`, `too_large`
 */
export async function complete(
	dependencies: SessionDependencies,
	found: Session,
	{ connect_token, algorithm, ciphertext }: CompleteInput,
	idempotencyKey: string | undefined,
	origin: Origin,
): Promise<void> {
	const by = attemptOf(idempotencyKey);
	const isRepeat = ({ completed }: Session['state']) => completed?.by === by;
	requireCompletable(found);
	if ('repeats' in TRANSITIONS.complete[found.state.status] && !isRepeat(found.state)) throw alreadyDecided();
	if (!isConnectToken(found, connect_token)) throw connectTokenInvalid();
	checkEnvelope({ algorithm, ciphertext }, found.asked);
	if (found.state.callback) await dependencies.callbacks.deciding(found.id);
	const { kind, session } = await changeSession(dependencies, found, {
		action: 'complete',
		next: (current) => {
			const completed = { by, at: dependencies.now(), algorithm, size: ciphertext.length };
			const { lifetime, ...lives } = untilOwnEnd(current, dependencies);
			return {
				state: { ...current.state, completed },
				write: { envelope: { value: ciphertext, ...(lifetime !== undefined && { lifetime }) } },
				lifetime,
				...lives,
			};
		},
		isRepeat,
	});
	if (session.state.callback) dependencies.callbacks.decided(session.id);
	if (kind === 'changed') emit(dependencies, 'completed', session, origin);
}
