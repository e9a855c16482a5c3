import type { SessionObserver } from '../observe/session-observer';
import type { Notifier } from '../storage/notifier';
import type { RecordStore } from '../storage/record-store';
import type { Template } from '../../protocol/templates';

/** What the operations on sessions work with; time and waiting are passed in. */
export interface SessionDependencies {
	readonly store: RecordStore;
	readonly notifier: Notifier;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	/** Waits so many milliseconds; resolves early where the signal aborts. */
	readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
	readonly settings: SessionSettings;
	/** Told of each change of a session's state. */
	readonly observer: SessionObserver;
	/** Where the call at hand comes from, for the observer; undefined where there is none. */
	readonly network?: string;
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
	readonly verificationMode: 'complete' | 'manual_code_entry';
	readonly templates: ReadonlyMap<string, Template>;
}
