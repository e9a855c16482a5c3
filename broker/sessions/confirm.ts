import type { ConfirmReply } from '../../protocol/messages';
import { rateLimited } from '../problem';
import { changeSession, type NextState } from './change-session';
import type { Origin } from '../keys/origin';
import type { SessionDependencies } from './dependencies';
import { endOf, type Asked, type Session } from './session';
import { emit } from './session-events';
import { attemptOf, newToken, sha256Hex } from './tokens';

/** Times that one attempt to confirm can be repeated: each adds a hash to the state, which is to stay small. */
const MOST_TOKENS = 32;

/**
 * The person confirms the code: one browser, and only one, gets a connect token. The same attempt, repeated, gets
 * another one; those of earlier replies stay valid, because such a reply may still arrive. From the first time on there is
 * a time to answer; then the session's records end, unless it is answered.
 * @throws ProblemError `already_decided`, `session_not_found`; `rate_limited` for an attempt that repeats without end
 */
export async function confirm(
	dependencies: SessionDependencies,
	found: Session,
	idempotencyKey: string | undefined,
	origin: Origin,
): Promise<ConfirmReply> {
	const { now, timings, ending, callbacks } = dependencies;
	const token = newToken('connect');
	const tokenHash = sha256Hex(token);
	const by = attemptOf(idempotencyKey);
	const again = ({ state }: Session): NextState => {
		const { tokenHashes = [], ...before } = state.confirmed ?? { by };
		if (tokenHashes.length >= MOST_TOKENS) throw rateLimited(60);
		return { state: { ...state, confirmed: { ...before, tokenHashes: [...tokenHashes, tokenHash] } } };
	};
	const next = ({ asked, state }: Session): NextState => {
		const at = now();
		const time = answerTime(asked, at);
		return {
			state: {
				...state,
				confirmed: { by, at, tokenHashes: [tokenHash] },
				...(time !== undefined && { answerBy: at + time }),
			},
			...(time !== undefined && { shorten: { asked: time, state: time } }),
		};
	};
	const time = answerTime(found.asked, now());
	if (time !== undefined && found.state.callback) await callbacks.confirming(found.id, time);
	const { kind, session } = await changeSession(dependencies, found, {
		action: 'confirm',
		next,
		isRepeat: ({ confirmed }) => confirmed?.by === by,
		again,
	});
	if (kind === 'changed') {
		if (time !== undefined) {
			// Its end is reported, and it counts as open no longer; what cannot be written is not.
			ending.set(session.id, Math.max(0, time - timings.expiryLead)).catch(() => undefined);
		}
		emit(dependencies, 'confirmed', session, origin);
	}
	const left = endOf(session.asked, session.state) - now();
	return { connect_token: token, expires_in: Math.max(0, Math.floor(left / timings.second)) };
}

/** Milliseconds to answer from now on; undefined where that is until the session's own end. */
function answerTime({ answerTime: time, expiresAt }: Asked, now: number): number | undefined {
	return time !== undefined && now + time < expiresAt ? time : undefined;
}
