import type { Fetch } from '../../protocol/oauth/oauth-types';
import type { Template } from '../../protocol/templates';
import type { BrokerClients } from '../oauth/broker-clients';
import type { DueList } from '../storage/due-list';
import type { Notifier } from '../storage/notifier';
import type { RecordStore } from '../storage/record-store';
import type { StoreRoom } from '../storage/storage';
import type { Timings } from '../timings';
import type { CallbackPlanner } from './callback-planner';
import type { OpenSessions } from './open-sessions';
import type { SessionObserver } from './session-events';

/** What the operations on sessions depend on. */
export interface SessionDependencies {
	readonly store: RecordStore;
	/** The store's clock: milliseconds since the epoch. */
	readonly now: () => number;
	readonly notifier: Notifier;
	/** Sessions that are about to end undecided. */
	readonly ending: DueList;
	/** Whether the end of every session is reported to somebody; otherwise only of those that end before their time. */
	readonly reportsEnds: boolean;
	/** The store's room when it was last looked at. */
	readonly room: () => StoreRoom;
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
	/** The broker's own clients at providers. */
	readonly clients: Pick<BrokerClients, 'find' | 'has' | 'offers'>;
	/** How providers are called. */
	readonly fetch: Fetch;
}

/** The operator's settings of sessions. */
interface SessionSettings {
	/** Where people reach the broker, without a trailing slash. */
	readonly baseUrl: string;
	/** Seconds. */
	readonly defaultTtl: number;
	/** Seconds. */
	readonly maxTtl: number;
	/** Seconds from confirming to answering. */
	readonly answerTime: number;
	/** Seconds. */
	readonly pollInterval: number;
	readonly verificationMode: 'complete' | 'manual_code_entry';
	/** Hosts that people may sign in at beside known providers. */
	readonly oauthHosts: readonly string[];
	readonly templates: ReadonlyMap<string, Template>;
}
