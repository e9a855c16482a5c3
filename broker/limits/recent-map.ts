/**
 * A map that forgets by itself what was set a while ago, without a look at each entry: it has two halves, and whenever
 * its time is over or the newer half is full, the older one is dropped and the newer one takes its place.
 */
export class RecentMap<Value> {
	#newer = new Map<string, Value>();
	#older = new Map<string, Value>();
	#turn = 0;

	/**
	 * @param kept milliseconds for which an entry is kept at least and twice as long at most, unless there are too many
	 * @param most entries
	 */
	constructor(
		private readonly kept: number,
		private readonly most: number,
	) {}

	get size(): number {
		return this.#newer.size + this.#older.size;
	}

	/** @param now milliseconds of a clock that does not jump */
	get(key: string, now: number): Value | undefined {
		if (now >= this.#turn) this.#drop(now);
		return this.#newer.get(key) ?? this.#older.get(key);
	}

	set(key: string, value: Value, now: number): void {
		if (this.#newer.size >= this.most / 2) this.#drop(now);
		this.#newer.set(key, value);
	}

	#drop(now: number): void {
		// After a long pause the newer half is as old.
		this.#older = now >= this.#turn + this.kept ? new Map<string, Value>() : this.#newer;
		this.#newer = new Map();
		this.#turn = now + this.kept;
	}
}
