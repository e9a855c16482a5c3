import type { DueList } from '../storage/due-list';
import type { RecordStore } from '../storage/record-store';
import type { Storage } from '../storage/storage';
import { StoreFull } from '../storage/store-faults';
import type { Metrics, StoreOperation } from './metrics';

/** A storage whose every call is measured. */
export function measuredStorage(storage: Storage, metrics: Metrics): Storage {
	metrics.watchRoom(storage.room);
	return {
		...storage,
		store: measuredStore(storage.store, metrics),
		callbacksDue: measuredList(storage.callbacksDue, metrics),
		ending: measuredList(storage.ending, metrics),
		toEnd: measuredList(storage.toEnd, metrics),
	};
}

function measuredStore(store: RecordStore, metrics: Metrics): RecordStore {
	const measure = <T>(operation: StoreOperation, call: Promise<T>) => measured(metrics, operation, call);
	return {
		create: (session, created) => measure('create', store.create(session, created)),
		read: (session, names) => measure('read', store.read(session, names)),
		change: (session, change) => measure('change', store.change(session, change)),
		remove: (session) => measure('remove', store.remove(session)),
		ping: () => measure('ping', store.ping()),
	};
}

function measuredList(list: DueList, metrics: Metrics): DueList {
	const measure = <T>(call: Promise<T>) => measured(metrics, 'schedule', call);
	return {
		set: (id, delay) => measure(list.set(id, delay)),
		advance: (id, delay) => measure(list.advance(id, delay)),
		remove: (id) => measure(list.remove(id)),
		take: (lease, limit) => measure(list.take(lease, limit)),
		settle: (entry, delay) => measure(list.settle(entry, delay)),
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
