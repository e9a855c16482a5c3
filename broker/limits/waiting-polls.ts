import type { LimitName } from './limit-table';

/** Something that a waiting poll is counted by. */
export interface WaitLimit {
	readonly name: LimitName;
	readonly key: string;
	readonly limit: number;
}

/** The polls that wait on this broker. */
export class WaitingPolls {
	readonly #counts = new Map<string, number>();

	/**
	 * @returns ends the wait, once; or the limit that is reached
	 */
	enter(limits: readonly WaitLimit[]): (() => void) | LimitName {
		const reached = limits.find(({ key, limit }) => (this.#counts.get(key) ?? 0) >= limit);
		if (reached) return reached.name;
		for (const { key } of limits) this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
		let waits = true;
		return () => {
			if (!waits) return;
			waits = false;
			for (const { key } of limits) {
				const count = (this.#counts.get(key) ?? 0) - 1;
				if (count > 0) this.#counts.set(key, count);
				else this.#counts.delete(key);
			}
		};
	}
}
