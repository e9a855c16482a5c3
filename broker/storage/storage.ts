import type { DueList } from './due-list';
import type { Notifier } from './notifier';
import type { RecordStore } from './record-store';
import type { ScriptRunner } from './script-runner';

/** How much room a store has. */
export interface StoreRoom {
	/** Whether new sessions are refused; those that there are have what they need. */
	readonly full: boolean;
	/** Used share of what it may hold, 0 to 1; undefined where it has no bound. */
	readonly used: number | undefined;
}

/** The records and the services that go with them. */
export interface Storage {
	readonly store: RecordStore;
	/**
	 * The store's clock, in milliseconds since the epoch: the same on every broker of one store, whatever their own clocks
	 * say. In memory a clock that never jumps.
	 */
	readonly now: () => number;
	readonly notifier: Notifier;
	/** Sessions whose callback is due. */
	readonly callbacksDue: DueList;
	/** Sessions that are about to end undecided. */
	readonly ending: DueList;
	/** Sessions that an operator has ended from outside of the brokers, and that a broker is to end. */
	readonly toEnd: DueList;
	/**
	 * The ids of all sessions, in batches. One that is there all the while is in it at least once, maybe twice; one that is
	 * created or ends meanwhile, maybe. Throws StoreUnavailable where the store cannot be reached.
	 */
	readonly ids: () => AsyncIterable<readonly string[]>;
	/** The room that was left when it was last looked at, a second ago at most. */
	readonly room: () => StoreRoom;
	/** The Redis that brokers share, for what must be counted together; undefined where there is none. */
	readonly scripts: ScriptRunner | undefined;
	/** Closes every connection. */
	close(): Promise<void>;
}
