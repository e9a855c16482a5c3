import { ProblemError } from '../problem';
import type { Sessions } from '../sessions/create-sessions';
import type { Cause } from '../sessions/session-events';
import { AT_A_TIME, type OpenSession } from './each-session';
import type { Ended } from './operator';

/**
 * Ends sessions as their agents would: their records go, agents that wait learn that they are `cancelled`, links open no
 * more. It is reported with its cause. Of several who end the same session one does, and for the others it is gone.
 * @throws StoreUnavailable; then some may have ended
 */
export async function endSessions(
	sessions: Pick<Sessions, 'cancel'>,
	batches: AsyncIterable<readonly OpenSession[]>,
	cause: Cause,
): Promise<Ended> {
	let ended = 0;
	let gone = 0;
	for await (const batch of batches) {
		for (let at = 0; at < batch.length; at += AT_A_TIME) {
			const part = batch.slice(at, at + AT_A_TIME);
			const done = await Promise.all(part.map((session) => endSession(sessions, session, cause)));
			const count = done.filter(Boolean).length;
			ended += count;
			gone += done.length - count;
		}
	}
	return { ended, gone, left: 0 };
}

/** Ends one. @returns whether it was there @throws StoreUnavailable */
export async function endSession(
	sessions: Pick<Sessions, 'cancel'>,
	session: OpenSession,
	cause: Cause,
): Promise<boolean> {
	try {
		await sessions.cancel(session, cause);
		return true;
	} catch (error) {
		if (error instanceof ProblemError && error.code === 'session_not_found') return false;
		throw error;
	}
}
