import type { Template } from '../../protocol/templates';
import type { ApiKey } from '../keys/api-key';
import type { DueList } from '../storage/due-list';
import type { Notifier } from '../storage/notifier';
import type { RecordStore } from '../storage/record-store';
import type { Timings } from '../timings';
import type { CallbackPlanner } from './callback-planner';
import type { SessionObserver } from './session-events';

/** Where a call comes from. */
export interface Origin {
	/** The client's network: an IPv4 address, or the /64 of an IPv6 one. */
	readonly network: string;
	/** The API key of the call; undefined where the broker has none, and in a person's calls. */
	readonly caller?: ApiKey | undefined;
}

/** How many sessions each API key has open, counted over all brokers of one store. */
export interface OpenSessions {
	/**
	 * Counts a session in. @param lifetime milliseconds
	 * @throws ProblemError `too_many_sessions`
	 */
	takeOpen(caller: ApiKey, session: string, lifetime: number): Promise<void>;
	/** Counts a session out; never throws. @param owner id of the API key */
	leave(owner: string, session: string): void;
}

/** What the operations on sessions depend on. */
export interface SessionDependencies {
	readonly store: RecordStore;
	/** The store's clock: milliseconds since the epoch. */
	readonly now: () => number;
	readonly notifier: Notifier;
	/** Sessions that are about to end undecided; undefined where nobody is told of their end. */
	readonly ending: DueList | undefined;
	readonly timings: Timings;
	readonly settings: SessionSettings;
	readonly callbacks: CallbackPlanner;
	readonly openSessions: OpenSessions;
	/**
	 * Whether a poll that does not wait keeps its interval, in seconds, which grows where it does not.
	 * @param interval seconds that the session began with
	 */
	readonly pace: (
		session: string,
		interval: number,
	) => Promise<{ readonly interval: number; readonly tooSoon: boolean }>;
	readonly observer: SessionObserver;
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
	readonly verificationMode: 'complete' | 'manual_code_entry';
	readonly templates: ReadonlyMap<string, Template>;
}
