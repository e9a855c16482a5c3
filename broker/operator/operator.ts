import type { SessionState } from '../../protocol/states';

/**
 * What operators see of a session, as it is in JSON. Nothing that anybody typed: no code, label, value, reason or name
 * that an agent gave itself, and no network.
 */
export interface SessionRow {
	/** The session as the log and the audit log name it; null where it cannot be known: no `LINKAUTH_LOG_KEY`. */
	readonly id: string | null;
	/** Id of the API key that created it; null where the broker has no keys. */
	readonly key: string | null;
	readonly state: SessionState;
	/** A name from the configuration, or `custom`. */
	readonly template: string;
	/** ISO 8601, UTC, like the next four. */
	readonly created_at: string;
	/** When somebody first looked at it. */
	readonly opened_at?: string;
	readonly confirmed_at?: string;
	readonly expires_at: string;
	/** Seconds since it was created. */
	readonly age: number;
	/** Seconds that are left. */
	readonly expires_in: number;
	/** Whether the agent is called when it is decided. */
	readonly callback: boolean;
}

/** The open sessions of one API key, by state. */
export interface KeyCount {
	readonly key: string | null;
	readonly pending: number;
	readonly confirmed: number;
	readonly ready: number;
	/** Seconds since the oldest was created. */
	readonly oldest: number;
}

/** What `sessions list` gives. */
export interface SessionList {
	/** The oldest first; no more than were asked for. */
	readonly sessions: readonly SessionRow[];
	/** How many there are of those that were asked for. */
	readonly total: number;
	/** All of them by key; the one with most of them first. */
	readonly by_key: readonly KeyCount[];
}

/** An API key, without the key. */
export interface KeyRow {
	/** As sessions, limits and the audit log name it. */
	readonly id: string;
	readonly name: string | null;
	/** How many values it has: two while it is being replaced. */
	readonly values: number;
	/** Templates that it may ask by; null for all. */
	readonly templates: readonly string[] | null;
	/** Seconds. Null, like the next three, where the broker's setting holds. */
	readonly max_ttl: number | null;
	readonly open_sessions: number | null;
	readonly create_limit: number | null;
	readonly callback_hosts: readonly string[] | null;
	/** Sessions that it has open. */
	readonly open: number;
	/** Whether the configuration has it. One that is gone is listed as long as it has sessions. */
	readonly configured: boolean;
}

/** What `keys list` gives. */
export interface KeyList {
	readonly keys: readonly KeyRow[];
}

/** States in which a session is open: it can still be ended. */
export const OPEN_STATES = ['pending', 'confirmed', 'ready'] as const satisfies readonly SessionState[];

/** One of {@link OPEN_STATES}. */
export type OpenState = (typeof OPEN_STATES)[number];

/** Sessions that are listed at most. */
export const MOST_LISTED = 10_000;

/** Which open sessions to list. */
export interface Filter {
	/** Id of their API key. */
	readonly key?: string | undefined;
	readonly state?: OpenState | undefined;
	/** How many at most. */
	readonly limit: number;
}

/** Which open sessions to end: these, all of one API key, or all. */
export type Selection =
	{ readonly ids: readonly string[] } | { readonly key: string } | { readonly all: true };

/** What became of the sessions that were to be ended. */
export interface Ended {
	readonly ended: number;
	/** Those that had ended by themselves meanwhile. */
	readonly gone: number;
	/** Those that no broker has ended yet. */
	readonly left: number;
}

/** What ends a session, as it is counted for operators. */
export const ENDINGS = ['collected', 'denied', 'reported', 'cancelled', 'expired'] as const;

/** How often sessions of an API key have ended, by what ended them. */
export type EndingCount = { readonly key: string | null } & Readonly<
	Record<(typeof ENDINGS)[number], number>
>;

/** The endings of the last hour, counted by one broker. */
export interface EndingList {
	/** ISO 8601, UTC: from when on this broker has counted; an hour ago, or when it started. */
	readonly since: string;
	/** The key with most of them first. */
	readonly by_key: readonly EndingCount[];
}

/** What an operator can do with the sessions of a store, wherever it is done. */
export interface Operator {
	/** @throws StoreUnavailable, Refused */
	list(filter: Filter): Promise<SessionList>;
	/** @param id of the log, or its beginning @throws StoreUnavailable, Refused where none or several have it */
	show(id: string): Promise<SessionRow>;
	/**
	 * @param network of who ends them, for the audit log; left out where it is not known
	 * @throws StoreUnavailable, Refused where one of the ids is none of an open session; then nothing has ended
	 */
	end(selection: Selection, network?: string): Promise<Ended>;
	/** @throws StoreUnavailable, Refused */
	keys(): Promise<KeyList>;
	close(): Promise<void>;
}

/** What cannot be done, and what to do instead: for the operator to read. */
export class Refused extends Error {
	override readonly name = 'Refused';
	/** @param status of the answer over HTTP */
	constructor(
		message: string,
		readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 429 | 502 = 400,
	) {
		super(message);
	}
}
