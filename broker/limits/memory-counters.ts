import {
	refusedBy,
	type Counted,
	type Counters,
	type Opening,
	type Standing,
	type Take,
	type Taken,
} from './counters';
import { RecentMap } from './recent-map';

/** Windows that are kept at most, at some 150 bytes each; where there are more, the oldest are forgotten. */
const MOST_WINDOWS = 200_000;

interface Window {
	count: number;
	/** Milliseconds. */
	readonly end: number;
}

/** Counts in this process. */
export class MemoryCounters implements Counters {
	readonly #windows: RecentMap<Window>;
	readonly #open = new Map<string, Map<string, number>>();

	/**
	 * @param length of a window, in milliseconds
	 * @param now milliseconds of a clock that does not jump
	 */
	constructor(
		private readonly length: number,
		private readonly now: () => number,
		most = MOST_WINDOWS,
	) {
		this.#windows = new RecentMap(length, most);
	}

	/** Windows that are kept just now. */
	get size(): number {
		return this.#windows.size;
	}

	take(take: Take): Taken {
		const now = this.now();
		const all = take.inAll ? [...take.windows, take.inAll] : take.windows;
		const found = all.map(({ key }) => this.#find(key, now));
		const refused = refusedBy(
			take,
			found.map((window) => window?.count ?? 0),
		);
		if (refused) {
			const standings = take.windows.map((counted, at) => standing(counted, found[at], now, this.length));
			return { refused, standings, until: now, giveBack: () => undefined };
		}
		const windows = found.map((window, at) => window ?? this.#begin(all[at]?.key ?? '', now));
		let until = Infinity;
		for (const window of windows) {
			window.count += 1;
			if (window.end < until) until = window.end;
		}
		return {
			refused: undefined,
			standings: take.windows.map((counted, at) => standing(counted, windows[at], now, this.length)),
			until,
			giveBack: () => {
				for (const window of windows) window.count -= 1;
			},
		};
	}

	open({ owner, session, lifetime, allowed }: Opening): boolean {
		const now = this.now();
		const open = this.#open.get(owner) ?? new Map<string, number>();
		if (open.size >= allowed) for (const [id, end] of open) if (end <= now) open.delete(id);
		if (open.size >= allowed) return false;
		open.set(session, now + lifetime);
		this.#open.set(owner, open);
		return true;
	}

	leave(owner: string, session: string): void {
		const open = this.#open.get(owner);
		open?.delete(session);
		if (open?.size === 0) this.#open.delete(owner);
	}

	#find(key: string, now: number): Window | undefined {
		const window = this.#windows.get(key, now);
		// One from which all has been given back begins anew, as it does in Redis.
		return window && window.end > now && window.count > 0 ? window : undefined;
	}

	#begin(key: string, now: number): Window {
		const window = { count: 0, end: now + this.length };
		this.#windows.set(key, window, now);
		return window;
	}
}

function standing(counted: Counted, window: Window | undefined, now: number, length: number): Standing {
	return {
		counted,
		remaining: Math.max(0, counted.limit - (window?.count ?? 0)),
		ends: window ? window.end - now : length,
	};
}
