import type { OpenSessions } from '../storage/open-sessions';
import type { RecordStore } from '../storage/record-store';
import type { Schedule } from '../storage/schedule';
import type { Storage } from '../storage/storage';
import { StoreFull } from '../storage/store-faults';
import type { Metrics, StoreOperation } from './metrics';

/** A storage whose every call is measured. */
export function measuredStorage(storage: Storage, metrics: Metrics): Storage {
	return {
		...storage,
		store: measuredStore(storage.store, metrics),
		schedule: measuredSchedule(storage.schedule, metrics),
		expiries: measuredSchedule(storage.expiries, metrics),
		openSessions: measuredOpenSessions(storage.openSessions, metrics),
	};
}

function measuredStore(store: RecordStore, metrics: Metrics): RecordStore {
	const measure = <T>(operation: StoreOperation, call: Promise<T>) => measured(metrics, operation, call);
	return {
		read: (keys) => measure('read', store.read(keys)),
		write: (key, value, ttl) => measure('write', store.write(key, value, ttl)),
		delete: (key) => measure('delete', store.delete(key)),
		ping: () => measure('ping', store.ping()),
		close: () => store.close(),
	};
}

function measuredSchedule(schedule: Schedule, metrics: Metrics): Schedule {
	const measure = <T>(call: Promise<T>) => measured(metrics, 'schedule', call);
	return {
		set: (sessionId, at) => measure(schedule.set(sessionId, at)),
		remove: (sessionId) => measure(schedule.remove(sessionId)),
		takeDue: (now, until, limit) => measure(schedule.takeDue(now, until, limit)),
	};
}

/** Counts each session that was refused because its API key has as many open as allowed. */
function measuredOpenSessions(openSessions: OpenSessions, metrics: Metrics): OpenSessions {
	return {
		enter: async (...args) => {
			const entered = await openSessions.enter(...args);
			if (!entered) metrics.limitHit('open_sessions');
			return entered;
		},
		leave: (owner, session) => openSessions.leave(owner, session),
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
