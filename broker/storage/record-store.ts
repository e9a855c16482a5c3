/**
 * The records of a session. Nothing in this folder knows what is in them.
 *
 * - `asked`: what the session was created with; written once.
 * - `state`: how it stands; small, changed under condition.
 * - `envelope`: the ciphertext.
 * - `callback`: whom to call, and how far that is; outlives the others by a little.
 * - `pace`: what a limit keeps with the session; written by `limits/`, removed with the rest.
 * - `ended`: how the session ended, for a while after its end; changed with each state.
 */
export const RECORD_NAMES = ['asked', 'state', 'envelope', 'callback', 'pace', 'ended'] as const;

/** One of {@link RECORD_NAMES}. */
export type RecordName = (typeof RECORD_NAMES)[number];

/** A record as it is in the store. */
export interface StoredRecord {
	/** Another one after each write, and never one again that was there before. */
	readonly version: string;
	/** Anything that JSON can hold. Not to be changed: the memory store hands out what it keeps. */
	readonly value: unknown;
}

/** The records that were asked for and that there are. */
export type StoredRecords = Readonly<Partial<Record<RecordName, StoredRecord>>>;

/** A record that is to be written. */
export interface NewRecord {
	readonly value: unknown;
	/**
	 * Milliseconds by the store's clock after which it is gone, more than 0. Left out in a change: it ends when the record
	 * ends on which the change depends.
	 */
	readonly lifetime?: number;
}

/** Which version of which record is expected to be there. */
interface Expected {
	readonly name: RecordName;
	readonly version: string;
}

/** What happens to the records of a session, all of it or nothing. */
export interface Change {
	/** What the change depends on: where this record is gone, or has another version by now, nothing happens. */
	readonly expected: Expected;
	/** Records to write, over what is there. */
	readonly write?: Readonly<Partial<Record<RecordName, NewRecord>>>;
	/** Records to delete. */
	readonly remove?: readonly RecordName[];
	/** Milliseconds that records live from now on at most; one that ends earlier anyway is left alone. */
	readonly shorten?: Readonly<Partial<Record<RecordName, number>>>;
	/** Milliseconds that records live from now on at least; one that ends later anyway, or is gone, is left alone. */
	readonly lengthen?: Readonly<Partial<Record<RecordName, number>>>;
	/** A record to give back as it was before the change, in the same round trip. */
	readonly returning?: RecordName;
}

/** A change that was made. */
export interface Changed {
	/** Of the record that the change depended on, where it was written: its version from now on. */
	readonly version?: string;
	/** The record that was to be given back, if there was one. */
	readonly returned?: StoredRecord;
}

/** What a session is created with. */
export interface NewSession {
	/** Each with a lifetime of its own. */
	readonly records: Readonly<
		Partial<Record<RecordName, NewRecord & { readonly lifetime: number }>> & {
			readonly state: NewRecord & { readonly lifetime: number };
		}
	>;
	/**
	 * The most bytes that its envelope can have. The memory store keeps room for a usual envelope of every session that
	 * has none yet, and for the largest of one; creation is refused where that room would not be left.
	 */
	readonly largestEnvelope: number;
}

/**
 * The records of sessions, each with an end of its own that the store's clock decides: a record that is over is absent,
 * for every broker at the same moment, whatever their clocks say.
 *
 * Every method throws {@link StoreUnavailable} where the store cannot be reached or does not answer in time: then it
 * may or may not have happened. None ever reports a record as absent unless the store said so.
 */
export interface RecordStore {
	/**
	 * Writes all records of a new session, or none.
	 * @returns false where there is a session with this id; then nothing was written
	 * @throws StoreFull where the room that is left belongs to the sessions that there are
	 */
	create(session: string, created: NewSession): Promise<boolean>;
	/** The records with these names, in one round trip. */
	read(session: string, names: readonly RecordName[]): Promise<StoredRecords>;
	/**
	 * Changes a session under a condition; of any number of concurrent changes that expect the same version, on any
	 * number of brokers, at most one is made. A change that writes `state`, or removes it, notifies everybody who waits
	 * for the session.
	 * @returns undefined where the expected record is gone or has another version; then nothing has happened
	 * @throws StoreFull where an envelope is larger than the room that is left (memory store)
	 */
	change(session: string, change: Change): Promise<Changed | undefined>;
	/**
	 * Removes all records of a session, and notifies everybody who waits for it.
	 * @returns whether this call removed its `state`
	 */
	remove(session: string): Promise<boolean>;
	/** Resolves where the store answers, and would write. */
	ping(): Promise<void>;
}
