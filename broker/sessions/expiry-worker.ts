import type { DueEntry } from '../storage/due-list';
import type { Timings } from '../timings';
import { expire, type ExpireDependencies } from './expire';
import { endOf, readSession } from './session';

/** What the worker works with. */
export interface ExpiryWorkerDependencies extends ExpireDependencies {
	/** Waits so many milliseconds; resolves early where the signal aborts. */
	readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
	readonly timings: Pick<Timings, 'expiryInterval' | 'expiryLead' | 'expiryLease' | 'expiryMargin'>;
}

/** Sessions taken off the list at a time. */
const BATCH = 200;

/**
 * Ends sessions whose time is up, so that their end is reported. Each is on the store's list shortly before its end,
 * and of all brokers one takes it. What a fault of the store hides is not reported, and nothing else depends on it:
 * the store's own clock ends every session.
 */
export class ExpiryWorker {
	readonly #closing = new AbortController();
	readonly #attended = new Set<Promise<void>>();
	readonly #timer: NodeJS.Timeout;
	#running: Promise<void> = Promise.resolve();

	constructor(private readonly dependencies: ExpiryWorkerDependencies) {
		this.#timer = setInterval(() => {
			this.#running = this.#running.then(() => this.#takeDue());
		}, dependencies.timings.expiryInterval).unref();
	}

	/** Leaves the sessions that it has taken to another broker. */
	async close(): Promise<void> {
		clearInterval(this.#timer);
		this.#closing.abort();
		await this.#running;
		await Promise.all(this.#attended);
	}

	async #takeDue(): Promise<void> {
		const { ending, timings } = this.dependencies;
		try {
			for (let taken = BATCH; taken === BATCH && !this.#closing.signal.aborted;) {
				const due = await ending.take(timings.expiryLease, BATCH);
				taken = due.length;
				for (const entry of due) this.#attend(entry);
			}
		} catch {
			// The store is away, which it reports itself; what is due is still due at the next interval.
		}
	}

	#attend(entry: DueEntry): void {
		const attended = this.#waitForEnd(entry)
			.catch(() => undefined)
			.finally(() => this.#attended.delete(attended));
		this.#attended.add(attended);
	}

	async #waitForEnd(entry: DueEntry): Promise<void> {
		const { store, ending, now, sleep, timings } = this.dependencies;
		const session = await readSession(store, entry.id);
		if (session) {
			const left = Math.max(0, endOf(session.asked, session.state) - timings.expiryMargin - now());
			if (left > timings.expiryLease) {
				// Listed for an end that has not come about.
				await ending.settle(entry, left - timings.expiryLead);
				return;
			}
			await sleep(left, this.#closing.signal);
			if (this.#closing.signal.aborted) {
				await ending.settle(entry, 0);
				return;
			}
			await expire(this.dependencies, entry.id);
		}
		await ending.settle(entry);
	}
}
