import type { Notifier } from '../storage/notifier';
import type { OpenSessions } from '../storage/open-sessions';
import type { RecordStore } from '../storage/record-store';
import type { Template } from '../../protocol/templates';
import type { Timings } from '../timings';
import type { CallbackPlanner } from './callback-planner';
import type { SessionObserver } from './session-events';

/** What the operations on sessions depend on. */
export interface SessionDependencies {
	readonly store: RecordStore;
	readonly notifier: Notifier;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	/** Waits so many milliseconds; resolves early where the signal aborts. */
	readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
	readonly timings: Timings;
	readonly settings: SessionSettings;
	readonly callbacks: CallbackPlanner;
	/** Undefined where open sessions are not limited. */
	readonly openSessions: OpenSessions | undefined;
	readonly observer: SessionObserver;
	/** The network of the current call, for the observer. */
	readonly network?: string;
}

/** The operator's settings of sessions. */
interface SessionSettings {
	/** Where people reach the broker, without a trailing slash. */
	readonly baseUrl: string;
	/** Seconds. */
	readonly defaultTtl: number;
	/** Seconds. */
	readonly maxTtl: number;
	/** Seconds. */
	readonly pollInterval: number;
	/** Milliseconds that a call of the store takes at most. */
	readonly storeTimeout: number;
	/** Sessions that an API key may have open at once, where its own entry has no limit. */
	readonly openSessions: number;
	readonly verificationMode: 'complete' | 'manual_code_entry';
	readonly templates: ReadonlyMap<string, Template>;
}
