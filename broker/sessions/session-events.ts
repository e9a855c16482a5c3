import type { DueList } from '../storage/due-list';
import type { OpenSessions } from './open-sessions';
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
/** The template of sign-ins. */
export const SIGN_IN_TEMPLATE = 'oauth';

/** Who ends a session from outside: an operator, or the broker because its API key was removed. */
type EndedBy = 'operator' | 'key_removal';

/** What causes a change: a call, or somebody outside of the protocol. */
export interface Cause {
	/** The client's network; undefined where no call caused it. */
	readonly network?: string;
	/** Left out where it is the agent's or the person's call. */
	readonly by?: EndedBy;
}

/** A change of a session's state that has happened. Contains no code, no token and nothing that anybody typed. */
interface SessionChange {
	readonly outcome: SessionOutcome;
	/** The id as it stands in addresses: observers hash it before they write it anywhere. */
	readonly sessionId: string;
	/** Milliseconds since the epoch, like the next two. */
	readonly at: number;
	readonly createdAt: number;
	readonly expiresAt: number;
	/** A name from the configuration, {@link SIGN_IN_TEMPLATE} or {@link NO_TEMPLATE}. */
	readonly template: string;
	/** The name of the API key that created the session; undefined where the broker has no keys. */
	readonly key?: string;
	/** The client's network; undefined where no call caused the change. */
	readonly network?: string;
	/** Where somebody outside of the protocol ended it. */
	readonly by?: EndedBy;
}

/**
 * Receives each change at most once, on the broker on which it happened, after it has happened: not where the store's
 * answer was lost, and the broker cannot know that it has.
 */
export interface SessionObserver {
	changed(change: SessionChange): void;
}

/** What a change is reported with. */
interface EmitDependencies {
	readonly observer: SessionObserver;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	readonly ending: DueList;
	readonly reportsEnds: boolean;
	readonly openSessions: OpenSessions;
}

/** What ends a session before its time is up, or leaves nothing to be waited for. */
const ENDED: ReadonlySet<SessionOutcome> = new Set([
	'collected',
	'denied',
	'reported',
	'cancelled',
	'expired',
]);
/** After which a session can expire no more. */
const DECIDED: ReadonlySet<SessionOutcome> = new Set(['completed', 'denied', 'reported', 'cancelled']);

/** Reports a change of a session to the observer, and counts the session no longer as open, or as about to end. */
export function emit(
	{ observer, now, ending, reportsEnds, openSessions }: EmitDependencies,
	outcome: SessionOutcome,
	{ id, asked, state }: Pick<Session, 'id' | 'asked' | 'state'>,
	cause: Cause = {},
): void {
	if (asked.owner !== undefined && ENDED.has(outcome)) openSessions.leave(asked.owner, id);
	// An entry that cannot be taken off now leads to a session that is decided, and to nothing.
	const isListed = reportsEnds || state.answerBy !== undefined;
	if (isListed && DECIDED.has(outcome)) ending.remove(id).catch(() => undefined);
	observer.changed({
		outcome,
		sessionId: id,
		at: now(),
		createdAt: asked.createdAt,
		expiresAt: asked.expiresAt,
		template: asked.template ?? NO_TEMPLATE,
		...(asked.owner !== undefined && { key: asked.owner }),
		...(cause.network !== undefined && { network: cause.network }),
		...(cause.by && { by: cause.by }),
	});
}
