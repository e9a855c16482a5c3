import type { Storage } from '../storage/open-storage';
import type { RecordStore } from '../storage/record-store';
import type { Schedule } from '../storage/schedule';
import { StoreFull } from '../storage/store-faults';
import type { Metrics, StoreOperation } from './metrics';

/** A storage whose every call is measured. */
export function watchedStorage(storage: Storage, metrics: Metrics): Storage {
	return {
		...storage,
		store: watchedStore(storage.store, metrics),
		schedule: watchedSchedule(storage.schedule, metrics),
		expiries: watchedSchedule(storage.expiries, metrics),
	};
}

function watchedStore(store: RecordStore, metrics: Metrics): RecordStore {
	const measure = <T>(operation: StoreOperation, call: Promise<T>) => measured(metrics, operation, call);
	return {
		read: (keys) => measure('read', store.read(keys)),
		write: (key, value, ttl) => measure('write', store.write(key, value, ttl)),
		delete: (key) => measure('delete', store.delete(key)),
		ping: () => measure('ping', store.ping()),
		close: () => store.close(),
	};
}

function watchedSchedule(schedule: Schedule, metrics: Metrics): Schedule {
	const measure = <T>(call: Promise<T>) => measured(metrics, 'schedule', call);
	return {
		set: (sessionId, at) => measure(schedule.set(sessionId, at)),
		remove: (sessionId) => measure(schedule.remove(sessionId)),
		takeDue: (now, until, limit) => measure(schedule.takeDue(now, until, limit)),
	};
}

/** The result of a call, counted under its operation with the time it took. */
async function measured<T>(metrics: Metrics, operation: StoreOperation, call: Promise<T>): Promise<T> {
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
