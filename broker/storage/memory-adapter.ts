import { StoreFull } from './store-faults';

interface Entry {
	readonly value: string;
	readonly bytes: number;
	/** Milliseconds since the epoch. */
	readonly expiresAt: number;
}

/** Bytes of a Map's entry apart from its strings; measured, rounded up. */
const OVERHEAD = 200;
const SWEEP_INTERVAL = 5_000;

/**
 * The memory store, as an adapter for Keyv. At its ceiling it refuses to write and evicts nothing. Expired entries are
 * deleted at an interval, whether or not anybody reads them.
 */
export class MemoryAdapter {
	readonly opts = {};
	readonly #entries = new Map<string, Entry>();
	readonly #sweeper: NodeJS.Timeout;
	#bytes = 0;

	/**
	 * @param ceiling bytes
	 * @param now milliseconds since the epoch
	 */
	constructor(
		private readonly ceiling: number,
		private readonly now: () => number,
	) {
		this.#sweeper = setInterval(() => {
			this.#sweep();
		}, SWEEP_INTERVAL).unref();
	}

	get(key: string): string | undefined {
		const entry = this.#entries.get(key);
		return entry && entry.expiresAt > this.now() ? entry.value : undefined;
	}

	set(key: string, value: string, ttl: number): void {
		const bytes = 2 * (key.length + value.length) + OVERHEAD;
		const freed = this.#entries.get(key)?.bytes ?? 0;
		if (this.#bytes - freed + bytes > this.ceiling) {
			this.#sweep();
			const stillFreed = this.#entries.get(key)?.bytes ?? 0;
			if (this.#bytes - stillFreed + bytes > this.ceiling) throw new StoreFull();
		}
		this.#remove(key);
		this.#entries.set(key, { value, bytes, expiresAt: this.now() + ttl });
		this.#bytes += bytes;
	}

	delete(key: string): boolean {
		const live = this.get(key) !== undefined;
		this.#remove(key);
		return live;
	}

	clear(): void {
		this.#entries.clear();
		this.#bytes = 0;
	}

	disconnect(): void {
		clearInterval(this.#sweeper);
	}

	#sweep(): void {
		const now = this.now();
		for (const [key, entry] of this.#entries) {
			if (entry.expiresAt <= now) this.#remove(key);
		}
	}

	#remove(key: string): void {
		const entry = this.#entries.get(key);
		if (!entry) return;
		this.#entries.delete(key);
		this.#bytes -= entry.bytes;
	}
}
