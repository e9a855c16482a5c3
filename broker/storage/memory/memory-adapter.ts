import type { Row } from '../keyv-reader';
import { sizeOf } from './size-of';

interface Entry {
	readonly row: Row;
	readonly bytes: number;
	/** Milliseconds since the epoch. */
	end: number;
	/** Bytes that are kept free for as long as this record is there. */
	reserved: number;
}

/** Bytes of an entry apart from its value: key, row and place in the map; measured, rounded up. */
const OVERHEAD = 256;
const SWEEP_INTERVAL = 5_000;
/** Milliseconds between two sweeps for want of room: each looks at every record. */
const SHORTEST_SWEEP_INTERVAL = 250;

/** Bytes that a row takes under a key of its own. */
export function bytesOfRow(row: Row): number {
	return OVERHEAD + sizeOf(row.value.value);
}

/**
 * The records of one process, as an adapter for Keyv. Keeps them as they are given, without a copy. A record that is
 * over is absent at once, and deleted at an interval, whether or not anybody reads it.
 */
export class MemoryAdapter {
	readonly opts = {};
	readonly #entries = new Map<string, Entry>();
	readonly #sweeper: NodeJS.Timeout;
	#bytes = 0;
	#swept = 0;
	/** What the clock shows until an action is over. */
	#stopped: number | undefined;

	/** @param clock milliseconds since the epoch @param sweepInterval milliseconds */
	constructor(
		private readonly clock: () => number,
		sweepInterval = SWEEP_INTERVAL,
	) {
		this.#sweeper = setInterval(() => {
			this.#sweep();
		}, sweepInterval).unref();
	}

	/** Milliseconds since the epoch. */
	now(): number {
		return this.#stopped ?? this.clock();
	}

	/**
	 * Runs an action for which the clock stands still, so that of records that end together none ends in the middle of it.
	 * @param action without a pause
	 */
	atOnce<T>(action: () => T): T {
		if (this.#stopped !== undefined) return action();
		this.#stopped = this.clock();
		try {
			return action();
		} finally {
			this.#stopped = undefined;
		}
	}

	/** Bytes that are used, or kept free for records that are there. */
	get bytes(): number {
		return this.#bytes;
	}

	get(key: string): Row | undefined {
		return this.#live(key)?.row;
	}

	getMany(keys: readonly string[]): (Row | undefined)[] {
		return this.atOnce(() => keys.map((key) => this.get(key)));
	}

	/** The keys of the records that there are. One that is written or deleted while they are read may be left out. */
	*keys(): Generator<string> {
		for (const [key, { end }] of this.#entries) if (end > this.now()) yield key;
	}

	/** When a record ends, in milliseconds since the epoch; undefined where there is none. */
	endOf(key: string): number | undefined {
		return this.#live(key)?.end;
	}

	/** Bytes that a record takes; 0 where there is none. */
	bytesOf(key: string): number {
		return this.#live(key)?.bytes ?? 0;
	}

	/**
	 * Writes a row over what is there.
	 * @param lifetime milliseconds @param bytes from {@link bytesOfRow}, where it is known already
	 */
	set(key: string, row: Row, lifetime: number, bytes = bytesOfRow(row)): void {
		const now = this.now();
		const before = this.#entries.get(key);
		if (before) this.#bytes -= before.bytes + before.reserved;
		const reserved = before && before.end > now ? before.reserved : 0;
		this.#entries.set(key, { row, bytes, end: now + lifetime, reserved });
		this.#bytes += bytes + reserved;
	}

	/** Bytes that are kept free for as long as a record is there. */
	reservedBy(key: string): number {
		return this.#live(key)?.reserved ?? 0;
	}

	/** Keeps so many bytes free for as long as a record is there, instead of as many as before. */
	reserve(key: string, bytes: number): void {
		const entry = this.#live(key);
		if (!entry) return;
		this.#bytes += bytes - entry.reserved;
		entry.reserved = bytes;
	}

	/** Ends a record then, if it does not end earlier anyway. @param at milliseconds since the epoch */
	endBy(key: string, at: number): void {
		const entry = this.#live(key);
		if (entry) entry.end = Math.min(entry.end, at);
	}

	/** Ends a record not before then; one that is over stays so. @param at milliseconds since the epoch */
	endAfter(key: string, at: number): void {
		const entry = this.#live(key);
		if (entry) entry.end = Math.max(entry.end, at);
	}

	/** @returns whether there was a record */
	delete(key: string): boolean {
		const live = this.#live(key) !== undefined;
		this.#remove(key);
		return live;
	}

	clear(): void {
		this.#entries.clear();
		this.#bytes = 0;
	}

	disconnect(): void {
		clearInterval(this.#sweeper);
		this.clear();
	}

	/** Deletes what is over, so that its room can be used; does nothing where that was done just now. */
	makeRoom(): void {
		if (this.now() - this.#swept >= SHORTEST_SWEEP_INTERVAL) this.#sweep();
	}

	#live(key: string): Entry | undefined {
		const entry = this.#entries.get(key);
		return entry && entry.end > this.now() ? entry : undefined;
	}

	#sweep(): void {
		const now = this.now();
		this.#swept = now;
		for (const [key, entry] of this.#entries) {
			if (entry.end <= now) this.#remove(key);
		}
	}

	#remove(key: string): void {
		const entry = this.#entries.get(key);
		if (!entry) return;
		this.#entries.delete(key);
		this.#bytes -= entry.bytes + entry.reserved;
	}
}
