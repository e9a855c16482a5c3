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
	/** Which place of an id counts. */
	readonly #turns = new Map<string, number>();
	#heap: Place[] = [];
	#turn = 0;

	/** @param now milliseconds since the epoch */
	constructor(private readonly now: () => number) {}

	set(id: string, delay: number): Promise<void> {
		this.#place(id, delay);
		return Promise.resolve();
	}

	remove(id: string): Promise<void> {
		this.#turns.delete(id);
		return Promise.resolve();
	}

	take(lease: number, limit: number): Promise<readonly DueEntry[]> {
		const now = this.now();
		const due: string[] = [];
		for (let [first] = this.#heap; first && first.at <= now && due.length < limit; [first] = this.#heap) {
			this.#removeFirst();
			if (this.#turns.get(first.id) !== first.turn) continue;
			this.#turns.delete(first.id);
			due.push(first.id);
		}
		return Promise.resolve(due.map((id) => ({ id, lease: String(this.#place(id, lease)) })));
	}

	settle({ id, lease }: DueEntry, delay?: number): Promise<boolean> {
		const holds = String(this.#turns.get(id)) === lease;
		if (holds && delay === undefined) this.#turns.delete(id);
		else if (holds) this.#place(id, delay ?? 0);
		return Promise.resolve(holds);
	}

	/** @returns the turn by which the id is on the list from now on */
	#place(id: string, delay: number): number {
		this.#turn += 1;
		this.#turns.set(id, this.#turn);
		if (this.#heap.length > 2 * this.#turns.size + 64) this.#dropStale();
		this.#heap.push({ id, at: this.now() + delay, turn: this.#turn });
		this.#rise(this.#heap.length - 1);
		return this.#turn;
	}

	#dropStale(): void {
		const places = this.#heap.filter(({ id, turn }) => this.#turns.get(id) === turn);
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
