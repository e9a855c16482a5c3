import type { KeyvBackend } from './keyv-store';
import type { Notifier } from './notifier';
import type { OpenSessions } from './open-sessions';
import type { RecordStore } from './record-store';
import type { Schedule } from './schedule';
import type { ScriptRunner } from './script-runner';

/** What a storage offers apart from its records. */
interface StorageServices {
	readonly notifier: Notifier;
	/** Sessions whose callback is due. */
	readonly schedule: Schedule;
	/** Sessions that are about to expire. */
	readonly expiries: Schedule;
	readonly openSessions: OpenSessions;
	/** The Redis that brokers share; undefined where there is none. */
	readonly scripts: ScriptRunner | undefined;
}

/** What a storage is built on: one for memory, one for Redis. */
export interface StorageBackend extends StorageServices {
	readonly backend: KeyvBackend;
}

/** The records and the services that go with them. */
export interface Storage extends StorageServices {
	readonly store: RecordStore;
	/** Closes every connection. */
	close(): Promise<void>;
}
