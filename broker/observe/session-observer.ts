/** What can become of a session, as metrics and the audit log name it. */
export const SESSION_OUTCOMES = [
	'created',
	'confirmed',
	'completed',
	'collected',
	'denied',
	'reported',
	'cancelled',
	'expired',
] as const;

/** One of {@link SESSION_OUTCOMES}. */
export type SessionOutcome = (typeof SESSION_OUTCOMES)[number];

/** The template of a session that was asked for with fields of its own. */
export const NO_TEMPLATE = 'custom';

/** A change of a session's state, which has happened. Holds no code, no token and nothing that anybody typed. */
export interface SessionChange {
	readonly outcome: SessionOutcome;
	/** As it stands in addresses. Whoever writes it anywhere hashes it first. */
	readonly sessionId: string;
	/** Milliseconds since the epoch. */
	readonly at: number;
	/** Milliseconds since the epoch. */
	readonly createdAt: number;
	/** Milliseconds since the epoch. */
	readonly expiresAt: number;
	/** A name from the configuration, or {@link NO_TEMPLATE}. */
	readonly template: string;
	/** The API key that created the session, by its name; undefined where the broker has no keys. */
	readonly key?: string;
	/** Where the call came from; undefined where no call did it. */
	readonly network?: string;
}

/** Told of each change exactly once, by the broker on which it happened, after it has happened. */
export interface SessionObserver {
	changed(change: SessionChange): void;
}

/**
 * Tells several observers. One that fails keeps neither the others nor the change itself from going on.
 * @param onFault told of the failure
 */
export function tellAll(
	observers: readonly SessionObserver[],
	onFault: (error: unknown) => void,
): SessionObserver {
	return {
		changed: (change) => {
			for (const observer of observers) {
				try {
					observer.changed(change);
				} catch (error) {
					onFault(error);
				}
			}
		},
	};
}
