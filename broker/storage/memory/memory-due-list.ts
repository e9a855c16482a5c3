import type { DueEntry, DueList } from '../due-list';

/** A place in the heap; stale where the id was set, taken or removed since. */
interface Place {
	readonly id: string;
	/** Milliseconds since the epoch. */
	readonly at: number;
	readonly turn: number;
}

/** The list of one process: a binary heap by when an id is due, in which stale places are passed over. */
export class MemoryDueList implements DueList {
	/** The place of each id that counts. */
	readonly #places = new Map<string, Place>();
	#heap: Place[] = [];
	#turn = 0;

	/** @param now milliseconds since the epoch */
	constructor(private readonly now: () => number) {}

	set(id: string, delay: number): Promise<void> {
		this.#place(id, delay);
		return Promise.resolve();
	}

	advance(id: string, delay: number): Promise<void> {
		const place = this.#places.get(id);
		if (!place || place.at > this.now() + delay) this.#place(id, delay);
		return Promise.resolve();
	}

	remove(id: string): Promise<void> {
		this.#places.delete(id);
		return Promise.resolve();
	}

	take(lease: number, limit: number): Promise<readonly DueEntry[]> {
		const now = this.now();
		const due: string[] = [];
		for (let [first] = this.#heap; first && first.at <= now && due.length < limit; [first] = this.#heap) {
			this.#removeFirst();
			if (this.#places.get(first.id) !== first) continue;
			this.#places.delete(first.id);
			due.push(first.id);
		}
		return Promise.resolve(due.map((id) => ({ id, lease: String(this.#place(id, lease)) })));
	}

	settle({ id, lease }: DueEntry, delay?: number): Promise<boolean> {
		const holds = String(this.#places.get(id)?.turn) === lease;
		if (holds && delay === undefined) this.#places.delete(id);
		else if (holds) this.#place(id, delay ?? 0);
		return Promise.resolve(holds);
	}

	/** @returns the turn by which the id is on the list from now on */
	#place(id: string, delay: number): number {
		this.#turn += 1;
		const place = { id, at: this.now() + delay, turn: this.#turn };
		this.#places.set(id, place);
		if (this.#heap.length > 2 * this.#places.size + 64) this.#dropStale();
		this.#heap.push(place);
		this.#rise(this.#heap.length - 1);
		return this.#turn;
	}

	#dropStale(): void {
		const places = this.#heap.filter((place) => this.#places.get(place.id) === place);
		// What is in order is a heap.
		this.#heap = places.sort((a, b) => a.at - b.at);
	}

	#removeFirst(): void {
		const last = this.#heap.pop();
		if (!last || this.#heap.length === 0) return;
		this.#heap[0] = last;
		this.#sink(0);
	}

	#rise(from: number): void {
		for (let at = from; at > 0;) {
			const parent = (at - 1) >> 1;
			if (this.#at(parent) <= this.#at(at)) return;
			this.#swap(at, parent);
			at = parent;
		}
	}

	#sink(from: number): void {
		for (let at = from; ;) {
			const left = 2 * at + 1;
			const least = this.#at(left + 1) < this.#at(left) ? left + 1 : left;
			if (this.#at(at) <= this.#at(least)) return;
			this.#swap(at, least);
			at = least;
		}
	}

	#at(index: number): number {
		return this.#heap[index]?.at ?? Infinity;
	}

	#swap(a: number, b: number): void {
		const [one, other] = [this.#heap[a], this.#heap[b]];
		if (one && other) [this.#heap[a], this.#heap[b]] = [other, one];
	}
}
