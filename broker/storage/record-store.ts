/** Key of a record: the session, and the record's name within it. All records of a session share a cluster slot. */
export interface RecordKey {
	readonly session: string;
	readonly name: string;
}

/**
 * Records that expire. `delete` is the one atomic operation: of any number of concurrent calls for one record, on any
 * number of brokers, exactly one returns `true`.
 *
 * Every method throws {@link StoreUnavailable} where the store cannot be reached or does not answer in time, and
 * never reports a record as absent unless the store said so.
 */
export interface RecordStore {
	/** The values in the order of the keys, `undefined` where there is none; one round trip. */
	read(keys: readonly RecordKey[]): Promise<readonly unknown[]>;
	/**
	 * Writes a record over whatever was there.
	 * @param ttl milliseconds until it expires, more than 0
	 * @throws StoreFull where the memory store has reached its ceiling
	 */
	write(key: RecordKey, value: unknown, ttl: number): Promise<void>;
	/** Deletes a record. @returns whether this call deleted it */
	delete(key: RecordKey): Promise<boolean>;
	/** Resolves where the store answers. */
	ping(): Promise<void>;
	close(): Promise<void>;
}
