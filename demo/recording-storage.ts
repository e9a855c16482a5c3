import type { Config } from '../broker/config/settings';
import { openStorage } from '../broker/storage/open-storage';
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
		now: Date.now,
		onFault: () => undefined,
	});
	const { store } = storage;
	const write = store.write.bind(store);
	store.write = (key, value, ttl) => {
		records.push(`${key.name} ${key.session} ${JSON.stringify(value)}`);
		return write(key, value, ttl);
	};
	return storage;
}
