import type { Schedule } from '../storage/schedule';
import type { Timings } from '../timings';
import type { SessionChange, SessionObserver } from './session-events';
import { watchExpiry, type WatchExpiryDependencies } from './watch-expiry';

/** What the worker works with. */
export interface ExpiryWorkerDependencies extends WatchExpiryDependencies {
	readonly expiries: Schedule;
	readonly timings: Pick<Timings, 'expiryInterval' | 'expiryLead' | 'expiryLease' | 'expiryMargin'>;
}

/** Sessions taken from the schedule at a time. */
const BATCH = 200;

/**
 * Reports sessions that expire. Each session is in the store's schedule shortly before its end, and of all brokers one
 * takes it. What a fault of the store hides is not reported, and nothing else depends on it.
 */
export class ExpiryWorker implements SessionObserver {
	readonly #closing = new AbortController();
	readonly #attended = new Set<Promise<void>>();
	readonly #timer: NodeJS.Timeout;
	#running: Promise<void> = Promise.resolve();

	constructor(private readonly dependencies: ExpiryWorkerDependencies) {
		this.#timer = setInterval(() => {
			this.#running = this.#running.then(() => this.#takeDue());
		}, dependencies.timings.expiryInterval).unref();
	}

	/** Schedules a new session, and removes one that was decided. */
	changed({ outcome, sessionId, expiresAt }: SessionChange): void {
		const { expiries, timings } = this.dependencies;
		if (outcome === 'created') ignoreFaults(expiries.set(sessionId, expiresAt - timings.expiryLead));
		else if (outcome !== 'confirmed' && outcome !== 'collected') ignoreFaults(expiries.remove(sessionId));
	}

	/** Leaves the sessions that it has taken to another broker. */
	async close(): Promise<void> {
		clearInterval(this.#timer);
		this.#closing.abort();
		await this.#running;
		await Promise.all(this.#attended);
	}

	async #takeDue(): Promise<void> {
		const { expiries, now, timings } = this.dependencies;
		try {
			for (let taken = BATCH; taken === BATCH && !this.#closing.signal.aborted;) {
				const due = await expiries.takeDue(now(), now() + timings.expiryLease, BATCH);
				taken = due.length;
				for (const id of due) this.#attend(id);
			}
		} catch {
			// The store is away, which it reports itself; what is due is still due at the next interval.
		}
	}

	#attend(id: string): void {
		const attended = this.#waitForEnd(id)
			.catch(() => undefined)
			.finally(() => this.#attended.delete(attended));
		this.#attended.add(attended);
	}

	async #waitForEnd(id: string): Promise<void> {
		const { expiries, now } = this.dependencies;
		const ended = await watchExpiry(this.dependencies, id, this.#closing.signal);
		await (ended ? expiries.remove(id) : expiries.set(id, now()));
	}
}

function ignoreFaults(call: Promise<unknown>): void {
	call.catch(() => undefined);
}
