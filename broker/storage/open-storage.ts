import { KeyvStore } from './keyv-store';
import { memoryBackend } from './memory-backend';
import type { Storage, StorageBackend } from './storage';
import type { StoreLocation } from './store-location';

/** What opening a store needs to know. */
export interface StorageOptions {
	readonly location: StoreLocation;
	/** Milliseconds to wait for any one answer. */
	readonly timeoutMs: number;
	/** Bytes that the memory store may hold. */
	readonly memoryCeiling: number;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	/** Called on each connection fault. */
	readonly onFault: (error: Error) => void;
}

/**
 * Opens the store that the configuration names. Does not wait for it to be reachable. Redis' client is only loaded
 * where it is used: it is a quarter of the broker's memory.
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
	const { backend, ...services } = await openBackend(options);
	const store = new KeyvStore(backend, options.timeoutMs);
	return {
		...services,
		store,
		close: async () => {
			await services.notifier.close();
			await store.close();
		},
	};
}

async function openBackend(options: StorageOptions): Promise<StorageBackend> {
	const { location, timeoutMs, onFault } = options;
	if (location.kind === 'memory') return memoryBackend(options);
	const { redisBackend } = await import('./redis-backend.js');
	return redisBackend(location.redis, timeoutMs, onFault);
}
