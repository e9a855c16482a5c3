import type { Config } from '../broker/config/settings';
import { openStorage } from '../broker/storage/open-storage';
import type { NewRecord } from '../broker/storage/record-store';
import type { Storage } from '../broker/storage/storage';

/**
 * Opens the store that the broker would open itself, and records every record that is ever written to it.
 * @param records where they are recorded, those included that are gone from the store again
 */
export async function recordingStorage(config: Config, records: string[]): Promise<Storage> {
	const storage = await openStorage({
		location: config.store,
		timeoutMs: config.storeTimeout,
		memoryCeiling: config.memoryCeiling,
		onFault: () => undefined,
	});
	const { store } = storage;
	const record = (session: string, written: object = {}) => {
		for (const [name, { value }] of Object.entries<NewRecord>({ ...written })) {
			records.push(`${name} ${session} ${JSON.stringify(value)}`);
		}
	};
	const [create, change] = [store.create.bind(store), store.change.bind(store)];
	store.create = (session, created) => {
		record(session, created.records);
		return create(session, created);
	};
	store.change = (session, changed) => {
		record(session, changed.write);
		return change(session, changed);
	};
	return storage;
}
