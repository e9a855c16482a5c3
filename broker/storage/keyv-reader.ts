import Keyv, { type KeyvStoreAdapter } from 'keyv';
import { NAMESPACE, recordKey } from './record-keys';
import type { RecordName, StoredRecord, StoredRecords } from './record-store';

/** A record as Keyv keeps it. Without Keyv's `expires`, which the clock of whoever reads it would decide upon. */
export interface Row {
	readonly value: StoredRecord;
}

/**
 * Reads records through Keyv, from whatever adapter it is given. What Keyv has no verb for, changes under a condition
 * and several records at once, is beside each adapter.
 */
export class KeyvReader {
	readonly #keyv: Keyv<StoredRecord>;

	/** @param adapter gives rows, or their JSON; adds the namespace to the keys itself where it needs one */
	constructor(adapter: KeyvStoreAdapter) {
		this.#keyv = new Keyv<StoredRecord>({
			store: adapter,
			namespace: NAMESPACE,
			useKeyPrefix: false,
			throwOnErrors: true,
			// Keyv's own would rewrite texts that begin with a colon.
			serialize: JSON.stringify,
			deserialize: JSON.parse,
		});
		// Faults arrive as rejections; the event repeats them, and unheard it would end the process.
		this.#keyv.on('error', () => undefined);
	}

	/** The records that there are of those with these names. */
	async read(session: string, names: readonly RecordName[]): Promise<StoredRecords> {
		const found = await this.#keyv.getMany<StoredRecord>(names.map((name) => recordKey(session, name)));
		const records: Partial<Record<RecordName, StoredRecord>> = {};
		for (const [at, name] of names.entries()) {
			const record = found[at];
			if (record) records[name] = record;
		}
		return records;
	}
}
