import type { RecordStore } from '../storage/record-store';
import { StoreFull } from '../storage/store-faults';
import type { Metrics, StoreOperation } from './metrics';

/** A store whose every call is measured. */
export function watchedStore(store: RecordStore, metrics: Metrics): RecordStore {
	const measure = <T>(operation: StoreOperation, call: Promise<T>) => measured(metrics, operation, call);
	return {
		read: (keys) => measure('read', store.read(keys)),
		write: (key, value, ttl) => measure('write', store.write(key, value, ttl)),
		delete: (key) => measure('delete', store.delete(key)),
		ping: () => measure('ping', store.ping()),
		close: () => store.close(),
	};
}

/** The result of a call, counted under its operation with the time it took. */
export async function measured<T>(
	metrics: Metrics,
	operation: StoreOperation,
	call: Promise<T>,
): Promise<T> {
	const started = performance.now();
	const seconds = () => (performance.now() - started) / 1_000;
	try {
		const result = await call;
		metrics.storeAnswered(operation, 'ok', seconds());
		return result;
	} catch (error) {
		metrics.storeAnswered(operation, error instanceof StoreFull ? 'full' : 'unavailable', seconds());
		throw error;
	}
}
