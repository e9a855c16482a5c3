import type { Obstacle } from './call-slots';

/** Obstacles that are remembered before it is looked which of them are over. */
const FIRST_SWEEP = 1_000;

/**
 * When to try again what found no slot: each that waits for the same gets a later time than the one before, so that
 * thousands which wait are not looked at again all at once.
 */
export class Appointments {
	/** When the last one was given that waits for the same, by `performance.now()`. */
	readonly #last = new Map<string, number>();
	#nextSweep = FIRST_SWEEP;

	/** @param longest milliseconds that anything is put off at most */
	constructor(private readonly longest: number) {}

	/** How many obstacles are remembered. */
	get size(): number {
		return this.#last.size;
	}

	/** The milliseconds until it is to be tried again. */
	next({ key, interval }: Obstacle): number {
		const now = performance.now();
		const at = Math.max(now, this.#last.get(key) ?? now) + interval;
		this.#last.set(key, Math.min(at, now + this.longest));
		if (this.#last.size >= this.#nextSweep) this.#sweep(now);
		return Math.ceil(Math.min(at - now, this.longest));
	}

	#sweep(now: number): void {
		for (const [key, at] of this.#last) if (at <= now) this.#last.delete(key);
		this.#nextSweep = Math.max(FIRST_SWEEP, 2 * this.#last.size);
	}
}
