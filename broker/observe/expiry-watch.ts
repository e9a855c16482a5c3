import type { Schedule } from '../storage/schedule';
import type { SessionChange, SessionObserver } from '../sessions/session-events';

/** What the watch works with. */
export interface ExpiryWatchOptions {
	readonly schedule: Schedule;
	/** Stays with a session until its end; false where it had to give up before. */
	readonly seeOut: (sessionId: string, signal: AbortSignal) => Promise<boolean>;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
}

/** Milliseconds between two looks at which sessions are about to end. */
const LOOK = 1_000;
/** Milliseconds before its end at which a session is taken up; more than a look, so that it is taken up in time. */
const AHEAD = 3_000;
/** Milliseconds for which a session is one broker's. */
const LEASE = 20_000;
const BATCH = 200;

/**
 * Sees to it that some broker is there when a session's time is up. Sessions whose end is near stand in the store's
 * schedule, and of all brokers one takes each up. What a fault of the store hides from it is not counted, and nothing
 * else depends on it.
 */
export class ExpiryWatch implements SessionObserver {
	readonly #closing = new AbortController();
	readonly #attended = new Set<Promise<void>>();
	readonly #timer: NodeJS.Timeout;
	#looking: Promise<void> = Promise.resolve();

	constructor(private readonly options: ExpiryWatchOptions) {
		this.#timer = setInterval(() => {
			this.#looking = this.#looking.then(() => this.#look());
		}, LOOK).unref();
	}

	/** Puts a new session on the list, and takes one that was decided off it. */
	changed({ outcome, sessionId, expiresAt }: SessionChange): void {
		const { schedule } = this.options;
		if (outcome === 'created') ignoreFaults(schedule.set(sessionId, expiresAt - AHEAD));
		else if (outcome !== 'confirmed' && outcome !== 'collected') ignoreFaults(schedule.remove(sessionId));
	}

	/** Leaves what it has taken up to another broker. */
	async close(): Promise<void> {
		clearInterval(this.#timer);
		this.#closing.abort();
		await this.#looking;
		await Promise.all(this.#attended);
	}

	async #look(): Promise<void> {
		const { schedule, now } = this.options;
		try {
			for (let taken = BATCH; taken === BATCH && !this.#closing.signal.aborted;) {
				const due = await schedule.takeDue(now(), now() + LEASE, BATCH);
				taken = due.length;
				for (const id of due) this.#attend(id);
			}
		} catch {
			// The store is away, which it tells itself; what is due is still due at the next look.
		}
	}

	#attend(id: string): void {
		const attended = this.#stayWith(id)
			.catch(() => undefined)
			.finally(() => this.#attended.delete(attended));
		this.#attended.add(attended);
	}

	async #stayWith(id: string): Promise<void> {
		const { schedule, seeOut, now } = this.options;
		const stayed = await seeOut(id, this.#closing.signal);
		await (stayed ? schedule.remove(id) : schedule.set(id, now()));
	}
}

function ignoreFaults(call: Promise<unknown>): void {
	call.catch(() => undefined);
}
