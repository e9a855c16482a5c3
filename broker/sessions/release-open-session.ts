import type { OpenSessions } from '../storage/open-sessions';
import type { SessionObserver, SessionOutcome } from './session-events';

/** What ends a session before it expires. */
const ENDED: readonly SessionOutcome[] = ['collected', 'denied', 'reported', 'cancelled'];

/**
 * Counts sessions no longer as open once they have ended, so that their API key may create others. After a fault the
 * count is too high until the session expires.
 */
export function releaseOpenSession(openSessions: OpenSessions): SessionObserver {
	return {
		changed: ({ outcome, key, sessionId }) => {
			if (key === undefined || !ENDED.includes(outcome)) return;
			openSessions.leave(key, sessionId).catch(() => undefined);
		},
	};
}
