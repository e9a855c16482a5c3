import type { SessionObserver, SessionOutcome } from '../sessions/session-events';
import type { OpenSessions } from '../storage/open-sessions';

/** What ends a session for whoever asked. Time does so by itself. */
const OVER: readonly SessionOutcome[] = ['collected', 'denied', 'reported', 'cancelled'];

/**
 * Counts sessions out when they are over, so that their API key may open others. A fault costs no more than the count
 * being too high until the session's time is up.
 */
export function countOut(openSessions: OpenSessions): SessionObserver {
	return {
		changed: ({ outcome, key, sessionId }) => {
			if (key === undefined || !OVER.includes(outcome)) return;
			openSessions.leave(key, sessionId).catch(() => undefined);
		},
	};
}
