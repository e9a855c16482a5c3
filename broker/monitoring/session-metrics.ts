import type { Metrics } from './metrics';
import type { SessionObserver } from '../sessions/session-events';

/** Counts what becomes of sessions, and how long people take to complete them. */
export function sessionMetrics(metrics: Metrics): SessionObserver {
	return {
		changed: ({ outcome, template, at, createdAt }) => {
			metrics.sessionChanged(outcome, template);
			// Brokers' clocks may differ a little: nothing is complete before it was asked for.
			if (outcome === 'completed') metrics.sessionCompleted(template, Math.max(0, at - createdAt) / 1_000);
		},
	};
}
