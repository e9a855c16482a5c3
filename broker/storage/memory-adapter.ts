import { StoreFull } from './store-faults';

interface Entry {
	readonly value: string;
	readonly bytes: number;
	/** Milliseconds since the epoch. */
	readonly vanishesAt: number;
}

/** What a Map and an entry cost beyond their strings, in bytes; measured, rounded up. */
const OVERHEAD = 200;
const SWEEP_INTERVAL = 5_000;

/**
 * The embedded store, as an adapter for Keyv. Bounded: at its ceiling it refuses to take more instead of
 * forgetting what it promised to keep. Sweeps what has expired, so that it never grows by what nobody asks for.
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
			this.sweep();
		}, SWEEP_INTERVAL).unref();
	}

	/** Bytes held, by the same estimate that the ceiling is held to. */
	get bytes(): number {
		return this.#bytes;
	}

	get(key: string): string | undefined {
		const entry = this.#entries.get(key);
		return entry && entry.vanishesAt > this.now() ? entry.value : undefined;
	}

	set(key: string, value: string, ttl: number): void {
		const bytes = 2 * (key.length + value.length) + OVERHEAD;
		const freed = this.#entries.get(key)?.bytes ?? 0;
		if (this.#bytes - freed + bytes > this.ceiling) {
			this.sweep();
			const stillFreed = this.#entries.get(key)?.bytes ?? 0;
			if (this.#bytes - stillFreed + bytes > this.ceiling) throw new StoreFull();
		}
		this.#remove(key);
		this.#entries.set(key, { value, bytes, vanishesAt: this.now() + ttl });
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

	/** Forgets what has expired. */
	sweep(): void {
		const now = this.now();
		for (const [key, entry] of this.#entries) {
			if (entry.vanishesAt <= now) this.#remove(key);
		}
	}

	/** Every key and value held, for whoever searches the store for what must not be in it. */
	*[Symbol.iterator](): IterableIterator<readonly [string, string]> {
		for (const [key, entry] of this.#entries) yield [key, entry.value];
	}

	disconnect(): void {
		clearInterval(this.#sweeper);
	}

	#remove(key: string): void {
		const entry = this.#entries.get(key);
		if (!entry) return;
		this.#entries.delete(key);
		this.#bytes -= entry.bytes;
	}
}
