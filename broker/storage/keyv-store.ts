import Keyv, { type KeyvStoreAdapter } from 'keyv';
import type { RecordKey, RecordStore } from './record-store';
import { StoreFull, StoreUnavailable } from './store-faults';
import { withTimeout } from './with-timeout';

/** Prefix of every key, so that a database can be shared. */
const NAMESPACE = 'linkauth';

/** What the records are kept in: a Keyv adapter, and what Keyv has no verb for. */
export interface KeyvBackend {
	/** Anything Keyv takes as a store. */
	readonly adapter: KeyvStoreAdapter | Map<string, string>;
	/** Resolves where the backend answers. */
	readonly ping: () => Promise<void>;
	readonly close: () => Promise<void>;
}

/** Records in Keyv; turns every fault, and every answer that takes too long, into {@link StoreUnavailable}. */
export class KeyvStore implements RecordStore {
	readonly #keyv: Keyv;

	/** @param timeoutMs milliseconds to wait for any one answer */
	constructor(
		private readonly backend: KeyvBackend,
		private readonly timeoutMs: number,
	) {
		this.#keyv = new Keyv({
			store: backend.adapter,
			namespace: NAMESPACE,
			// The adapter adds the namespace to the key; with this it would be added twice.
			useKeyPrefix: false,
			throwOnErrors: true,
		});
		// Faults arrive as rejections; the event repeats them, and unheard it would end the process.
		this.#keyv.on('error', () => undefined);
	}

	read(keys: readonly RecordKey[]): Promise<readonly unknown[]> {
		return this.#guard('read', () => this.#keyv.getMany<unknown>(keys.map(name)));
	}

	write(key: RecordKey, value: unknown, ttl: number): Promise<void> {
		return this.#guard('write', async () => {
			await this.#keyv.set(name(key), value, Math.max(1, Math.ceil(ttl)));
		});
	}

	delete(key: RecordKey): Promise<boolean> {
		return this.#guard('delete', () => this.#keyv.delete(name(key)));
	}

	ping(): Promise<void> {
		return this.#guard('answer', this.backend.ping);
	}

	close(): Promise<void> {
		return this.backend.close();
	}

	async #guard<T>(operation: string, call: () => Promise<T>): Promise<T> {
		try {
			return await withTimeout(call(), this.timeoutMs);
		} catch (error) {
			if (error instanceof StoreFull) throw error;
			throw new StoreUnavailable(operation, error);
		}
	}
}

/** The braces are Redis' hash tag: a cluster keeps all records of a session in one slot. */
function name(key: RecordKey): string {
	return `${key.name}:{${key.session}}`;
}
