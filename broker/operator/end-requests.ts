import type { Sessions } from '../sessions/create-sessions';
import type { DueEntry, DueList } from '../storage/due-list';
import type { Timings } from '../timings';
import { isOpen } from './each-session';
import { endSession } from './end-sessions';

/** What the worker works with. */
export interface EndRequestsDependencies {
	readonly sessions: Pick<Sessions, 'cancel' | 'findById'>;
	/** Sessions that an operator wants ended. */
	readonly toEnd: DueList;
	readonly timings: Pick<Timings, 'endRequestsInterval' | 'endRequestsLease'>;
}

/** Sessions taken off the list at a time. */
const BATCH = 200;

/**
 * Ends the sessions that the command line has put on the store's list: of all brokers one takes each, and another one
 * where that one dies. While the store is away they stay on the list.
 */
export class EndRequests {
	readonly #timer: NodeJS.Timeout;
	#running: Promise<void> = Promise.resolve();
	#closing = false;

	constructor(private readonly dependencies: EndRequestsDependencies) {
		this.#timer = setInterval(() => {
			this.#running = this.#running.then(() => this.#takeAll());
		}, dependencies.timings.endRequestsInterval).unref();
	}

	async close(): Promise<void> {
		clearInterval(this.#timer);
		this.#closing = true;
		await this.#running;
	}

	async #takeAll(): Promise<void> {
		const { toEnd, timings } = this.dependencies;
		try {
			for (let taken = BATCH; taken === BATCH && !this.#closing;) {
				const due = await toEnd.take(timings.endRequestsLease, BATCH);
				taken = due.length;
				await Promise.all(due.map((entry) => this.#end(entry)));
			}
		} catch {
			// The store is away, which it reports itself; what was taken is due again after its lease.
		}
	}

	async #end(entry: DueEntry): Promise<void> {
		const { sessions, toEnd } = this.dependencies;
		const session = await sessions.findById(entry.id);
		if (session && isOpen(session)) await endSession(sessions, session, { by: 'operator' });
		await toEnd.settle(entry);
	}
}
