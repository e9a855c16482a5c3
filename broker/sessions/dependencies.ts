import type { SessionObserver } from './session-events';
import type { Notifier } from '../storage/notifier';
import type { OpenSessions } from '../storage/open-sessions';
import type { RecordStore } from '../storage/record-store';
import type { Template } from '../../protocol/templates';
import type { NewCallback } from './new-callback';

/** What the operations on sessions work with; time and waiting are passed in. */
export interface SessionDependencies {
	readonly store: RecordStore;
	readonly notifier: Notifier;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	/** Waits so many milliseconds; resolves early where the signal aborts. */
	readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
	readonly settings: SessionSettings;
	readonly callbacks: CallbackPlanner;
	/** Undefined where nobody counts. */
	readonly openSessions: OpenSessions | undefined;
	/** Told of each change of a session's state. */
	readonly observer: SessionObserver;
	/** Where the call at hand comes from, for the observer; undefined where there is none. */
	readonly network?: string;
}

/** Sees to it that agents who asked for it are called when their session ends. */
export interface CallbackPlanner {
	/**
	 * Refuses an address that the broker does not call.
	 * @throws ProblemError `invalid_request`
	 */
	check(address: string): void;
	/**
	 * Keeps an address for a session that is being created.
	 * @returns the secret that the calls are signed with
	 */
	begin(sessionId: string, callback: NewCallback): Promise<string>;
	/** A session is about to be decided: should this broker die over it, another one looks in a moment. */
	deciding(sessionId: string): Promise<boolean>;
	/** A session that has a callback was decided: the agent is called now. */
	decided(sessionId: string): Promise<void>;
	/** Nobody is to be called for this session any more. */
	forget(sessionId: string): Promise<void>;
}

/** What the operator sets about sessions. */
export interface SessionSettings {
	/** Where people reach the broker, without a trailing slash. */
	readonly baseUrl: string;
	/** Seconds. */
	readonly defaultTtl: number;
	/** Seconds. */
	readonly maxTtl: number;
	/** Seconds. */
	readonly pollInterval: number;
	/** Milliseconds that any one call of the store takes at most. */
	readonly storeTimeout: number;
	/** Sessions that an API key may have open at once, where its own entry does not say. */
	readonly openSessions: number;
	readonly verificationMode: 'complete' | 'manual_code_entry';
	readonly templates: ReadonlyMap<string, Template>;
}
