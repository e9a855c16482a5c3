import { openMemoryStorage } from './memory/memory-storage';
import type { Storage } from './storage';
import type { StoreLocation } from './store-location';

/** What opening a store needs to know. */
export interface StorageOptions {
	readonly location: StoreLocation;
	/** Milliseconds to wait for any one answer. */
	readonly timeoutMs: number;
	/** Bytes that the memory store may hold. */
	readonly memoryCeiling: number;
	/** Called on each connection fault. */
	readonly onFault: (error: Error) => void;
}

/**
 * Opens the store that the configuration names. Does not wait for it to be reachable. Redis' client is only loaded
 * where it is used: it is a quarter of the broker's memory.
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
	const { location, timeoutMs, memoryCeiling, onFault } = options;
	if (location.kind === 'memory') return openMemoryStorage(memoryCeiling);
	const { openRedisStorage } = await import('./redis/redis-storage.js');
	return openRedisStorage(location.redis, timeoutMs, onFault);
}
