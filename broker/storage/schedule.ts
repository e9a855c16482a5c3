/**
 * Sessions by when something is due for them: a list that survives the broker which wrote it, so that any broker can
 * take what is due. Every method throws {@link StoreUnavailable} where the store cannot be reached.
 */
export interface Schedule {
	/** Sets when a session is due, over whatever was set before. @param at milliseconds since the epoch */
	set(sessionId: string, at: number): Promise<void>;
	/** Takes a session off the list. */
	remove(sessionId: string): Promise<void>;
	/**
	 * Takes sessions that are due. Each is atomically set to be due again at `until`: of all brokers one alone gets it,
	 * and another one gets it then if that one dies.
	 * @param now milliseconds since the epoch
	 * @param until milliseconds since the epoch
	 */
	takeDue(now: number, until: number, limit: number): Promise<readonly string[]>;
}

/** The list of one process. */
export class MemorySchedule implements Schedule {
	readonly #due = new Map<string, number>();

	set(sessionId: string, at: number): Promise<void> {
		this.#due.set(sessionId, at);
		return Promise.resolve();
	}

	remove(sessionId: string): Promise<void> {
		this.#due.delete(sessionId);
		return Promise.resolve();
	}

	takeDue(now: number, until: number, limit: number): Promise<readonly string[]> {
		const taken: string[] = [];
		for (const [sessionId, at] of this.#due) {
			if (taken.length === limit) break;
			if (at <= now) taken.push(sessionId);
		}
		for (const sessionId of taken) this.#due.set(sessionId, until);
		return Promise.resolve(taken);
	}
}
