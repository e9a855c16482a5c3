import type { Session } from './session';

/** What can happen to a session, as metrics and the audit log name it. */
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

/** The template of a session that was created with fields of its own. */
export const NO_TEMPLATE = 'custom';

/** A change of a session's state that has happened. Contains no code, no token and nothing that anybody typed. */
export interface SessionChange {
	readonly outcome: SessionOutcome;
	/** The id as it stands in addresses: observers hash it before they write it anywhere. */
	readonly sessionId: string;
	/** Milliseconds since the epoch. */
	readonly at: number;
	/** Milliseconds since the epoch. */
	readonly createdAt: number;
	/** Milliseconds since the epoch. */
	readonly expiresAt: number;
	/** A name from the configuration, or {@link NO_TEMPLATE}. */
	readonly template: string;
	/** The name of the API key that created the session; undefined where the broker has no keys. */
	readonly key?: string;
	/** The client's network; undefined where no call caused the change. */
	readonly network?: string;
}

/** Receives each change exactly once, on the broker on which it happened, after it has happened. */
export interface SessionObserver {
	changed(change: SessionChange): void;
}

/** What a change is reported with. */
interface EmitDependencies {
	readonly observer: SessionObserver;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	/** The client's network; undefined where no call caused the change. */
	readonly network?: string;
}

/** Reports a change of a session to the observer. */
export function emit(
	{ observer, now, network }: EmitDependencies,
	outcome: SessionOutcome,
	{ id, facts }: Pick<Session, 'id' | 'facts'>,
): void {
	observer.changed({
		outcome,
		sessionId: id,
		at: now(),
		createdAt: facts.createdAt,
		expiresAt: facts.expiresAt,
		template: facts.template ?? NO_TEMPLATE,
		...(facts.owner !== undefined && { key: facts.owner }),
		...(network !== undefined && { network }),
	});
}
