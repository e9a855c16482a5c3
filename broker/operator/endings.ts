import type { SessionObserver, SessionOutcome } from '../sessions/session-events';
import { ENDINGS, type EndingCount, type EndingList } from './operator';

const MINUTE = 60_000;
const MINUTES = 60;
/** Keys that are counted in a minute; those of a broker are fewer. */
const MOST_KEYS = 10_000;

/** Counts, in this broker alone, what ended the sessions of each key in the last hour. */
export class Endings implements SessionObserver {
	/** By the minute in which they ended, and then by key. */
	readonly #minutes = new Map<number, Map<string | null, Record<string, number>>>();
	readonly #started: number;

	/** @param now milliseconds since the epoch */
	constructor(private readonly now: () => number) {
		this.#started = now();
	}

	readonly changed: SessionObserver['changed'] = ({ outcome, key = null }) => {
		if (!(ENDINGS as readonly SessionOutcome[]).includes(outcome)) return;
		const minute = Math.floor(this.now() / MINUTE);
		for (const each of this.#minutes.keys()) if (each <= minute - MINUTES) this.#minutes.delete(each);
		const keys = this.#minutes.get(minute) ?? new Map<string | null, Record<string, number>>();
		this.#minutes.set(minute, keys);
		if (keys.size >= MOST_KEYS && !keys.has(key)) return;
		const counts = keys.get(key) ?? {};
		counts[outcome] = (counts[outcome] ?? 0) + 1;
		keys.set(key, counts);
	};

	list(): EndingList {
		const now = this.now();
		const oldest = Math.floor(now / MINUTE) - MINUTES;
		const recent = [...this.#minutes].filter(([minute]) => minute > oldest).flatMap(([, keys]) => [...keys]);
		const byKey = [...Map.groupBy(recent, ([key]) => key)].map(([key, counts]) => {
			const total = (outcome: string) => counts.reduce((sum, [, each]) => sum + (each[outcome] ?? 0), 0);
			const of = Object.fromEntries(ENDINGS.map((outcome) => [outcome, total(outcome)]));
			return { key, ...of } as EndingCount;
		});
		const sum = (count: EndingCount) => ENDINGS.reduce((all, outcome) => all + count[outcome], 0);
		return {
			since: new Date(Math.max(this.#started, (oldest + 1) * MINUTE)).toISOString(),
			by_key: byKey.toSorted((one, other) => sum(other) - sum(one)),
		};
	}
}
