import { KeyvStore, type KeyvBackend } from './keyv-store';
import { MemoryAdapter } from './memory-adapter';
import { InProcessNotifier, type Notifier } from './notifier';
import type { RecordStore } from './record-store';
import type { RedisLocation } from './redis-location';
import { MemoryOpenSessions, type OpenSessions } from './open-sessions';
import { MemorySchedule, type Schedule } from './schedule';
import type { ScriptRunner } from './script-runner';

/** Where records live, as the setting `LINKAUTH_STORE` says it. */
export type StoreLocation =
	{ readonly kind: 'memory' } | { readonly kind: 'redis'; readonly redis: RedisLocation };

/** What opening a store needs to know. */
export interface StorageOptions {
	readonly location: StoreLocation;
	/** Milliseconds to wait for any one answer. */
	readonly patience: number;
	/** Bytes that the embedded store may hold. */
	readonly memoryCeiling: number;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	/** Told of each connection fault. */
	readonly onFault: (error: Error) => void;
}

/** What stands beside the store. */
interface Beside {
	readonly notifier: Notifier;
	/** Whose end is to be told to an agent. */
	readonly schedule: Schedule;
	/** Whose time will be up. */
	readonly expiries: Schedule;
	readonly openSessions: OpenSessions;
	/** The Redis that brokers share; undefined where there is none. */
	readonly scripts: ScriptRunner | undefined;
}

/** What a store is made of. */
export interface Backend extends Beside {
	readonly backend: KeyvBackend;
}

/** The store, and what stands beside it. */
export interface Storage extends Beside {
	readonly store: RecordStore;
	close(): Promise<void>;
}

/**
 * Opens the store that the configuration names. Does not wait for it to be reachable. Redis' client is only loaded
 * where it is used: it is a quarter of the broker's memory.
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
	const { backend, ...beside } = await openBackend(options);
	const store = new KeyvStore(backend, options.patience);
	return {
		...beside,
		store,
		close: async () => {
			await beside.notifier.close();
			await store.close();
		},
	};
}

async function openBackend(options: StorageOptions): Promise<Backend> {
	const { location, onFault } = options;
	if (location.kind === 'memory') {
		return {
			backend: memory(options),
			notifier: new InProcessNotifier(),
			schedule: new MemorySchedule(),
			expiries: new MemorySchedule(),
			openSessions: new MemoryOpenSessions(),
			scripts: undefined,
		};
	}
	const { redisBackend } = await import('./redis-backend.js');
	return redisBackend(location.redis, options.patience, onFault);
}

function memory(options: StorageOptions): KeyvBackend {
	const adapter = new MemoryAdapter(options.memoryCeiling, options.now);
	return {
		// Keyv takes anything with a Map's verbs; the narrower type is what its declaration asks for.
		adapter: adapter as unknown as Map<string, string>,
		ping: () => Promise.resolve(),
		close: () => {
			adapter.disconnect();
			return Promise.resolve();
		},
	};
}
