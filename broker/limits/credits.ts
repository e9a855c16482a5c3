import { WINDOW, type Counters, type Take, type Taken } from './counters';

/** How credits are kept and waited for, in milliseconds and in numbers. */
export interface CreditOptions {
	/** For how long a credit that came back is kept for the next call of its key; 0 where asking again costs nothing. */
	readonly keptFor: number;
	/** How many are kept of one key, and of all together. */
	readonly kept: number;
	readonly keptInAll: number;
	/** For how long a call waits for one at most. */
	readonly waitFor: number;
	/** How many calls of one key wait at most. */
	readonly waiting: number;
	/** After which pauses it is asked again where none of this broker is under way: another broker may have some. */
	readonly retries: readonly number[];
	/** For how long a key is refused without asking, once all of that was in vain. */
	readonly restFor: number;
}

/** Where the counters are in this process. */
export const CREDITS_IN_PROCESS: CreditOptions = {
	keptFor: 0,
	kept: 0,
	keptInAll: 0,
	waitFor: 1_000,
	waiting: 1_000,
	retries: [0],
	restFor: 0,
};

/** Where brokers share the counters. */
export const CREDITS_SHARED: CreditOptions = {
	...CREDITS_IN_PROCESS,
	keptFor: 500,
	kept: 4,
	keptInAll: 100,
	retries: [25, 50, 100],
	restFor: 1_000,
};

/** A take that is to be settled: it comes back, or it was a failure and stays taken. Only the first of both counts. */
export interface Credit {
	readonly giveBack: () => void;
	readonly spend: () => void;
}

/** A call that waits for a credit. */
interface Waiting {
	readonly until: number;
	readonly resolve: (taken: Taken) => void;
}

/** What this broker has under way for one key. */
interface Account {
	readonly key: string;
	readonly take: Take;
	/** Takes that are asked for just now. */
	asking: number;
	/** Credits that are taken and not settled. */
	underWay: number;
	/** Credits that came back. */
	readonly kept: { readonly taken: Taken; readonly since: number }[];
	readonly waiting: Waiting[];
	/** The last take that was refused. */
	refusal: Taken | undefined;
	/** How often those who wait were asked for in vain, and whether they are just now. */
	retried: number;
	retrying: boolean;
	/** Milliseconds until when it is refused without asking, and until when those are that do not wait. */
	restsUntil: number;
	failuresRestUntil: number;
}

/**
 * Takes of what only failures cost. Most come back in a moment, so a call that finds nothing left waits for those of
 * this broker, in turn, instead of being refused because of calls that are about to succeed. One that came back is kept
 * for a moment for the next call of its key: it is paid for, so that Redis need not be asked again.
 */
export class Credits {
	readonly #accounts = new Map<string, Account>();
	/** Accounts that keep credits or rest. */
	readonly #lingering = new Set<Account>();
	#keptInAll = 0;
	#sweep: NodeJS.Timeout | undefined;

	/** @param now milliseconds of a clock that does not jump */
	constructor(
		private readonly counters: Counters,
		private readonly options: CreditOptions,
		private readonly now: () => number,
	) {}

	/** Keys that something is remembered of. */
	get size(): number {
		return this.#accounts.size;
	}

	/**
	 * @param mayWait whether the call may succeed, and so waits where nothing is left
	 * @returns a credit, or where there is none to be had, the take that was refused
	 */
	async take(key: string, take: Take, mayWait: boolean): Promise<Credit | { readonly refusal: Taken }> {
		const account = this.#accountOf(key, take);
		const taken = this.#reuse(account) ?? (await this.#ask(account, mayWait));
		if (taken.refused) {
			this.#tidy(account);
			return { refusal: taken };
		}
		let settled = false;
		const settle = (comesBack: boolean): void => {
			if (settled) return;
			settled = true;
			account.underWay -= 1;
			if (comesBack) this.#comesBack(account, taken);
			this.#proceed(account);
		};
		return {
			giveBack: () => {
				settle(true);
			},
			spend: () => {
				settle(false);
			},
		};
	}

	/** Gives back what is kept. */
	close(): void {
		clearInterval(this.#sweep);
		for (const account of this.#lingering) this.#giveBackKept(account, Infinity);
	}

	#accountOf(key: string, take: Take): Account {
		let account = this.#accounts.get(key);
		if (!account) {
			account = {
				...{ key, take, asking: 0, underWay: 0, kept: [], waiting: [], refusal: undefined },
				...{ retried: 0, retrying: false, restsUntil: 0, failuresRestUntil: 0 },
			};
			this.#accounts.set(key, account);
		}
		return account;
	}

	#reuse(account: Account): Taken | undefined {
		for (let last = account.kept.pop(); last; last = account.kept.pop()) {
			this.#keptInAll -= 1;
			if (last.taken.until <= this.now()) continue;
			account.underWay += 1;
			return last.taken;
		}
		return undefined;
	}

	/** Asks, or where more is under way than there can be, waits, if it may succeed. */
	async #ask(account: Account, mayWait: boolean): Promise<Taken> {
		const { take, waiting } = account;
		const { restFor } = this.options;
		const now = this.now();
		if (account.restsUntil > now || (!mayWait && account.failuresRestUntil > now)) return refusalOf(account);
		const mayBeLeft = waiting.length === 0 && account.asking + account.underWay < take.windows[0].limit;
		if (mayBeLeft) {
			const taken = await this.#askCounters(account);
			if (!taken.refused) return taken;
		}
		if (mayWait && waiting.length < this.options.waiting) return this.#wait(account);
		if (mayBeLeft && restFor > 0) {
			account.failuresRestUntil = now + restFor;
			this.#linger(account);
		}
		return refusalOf(account);
	}

	async #askCounters(account: Account): Promise<Taken> {
		account.asking += 1;
		try {
			const taken = await this.counters.take(account.take);
			if (taken.refused) account.refusal = taken;
			else account.underWay += 1;
			return taken;
		} finally {
			account.asking -= 1;
		}
	}

	#wait(account: Account): Promise<Taken> {
		return new Promise((resolve) => {
			account.waiting.push({ until: this.now() + this.options.waitFor, resolve });
			if (account.waiting.length === 1) this.#watch(account, this.options.waitFor);
			this.#proceed(account);
		});
	}

	/** Refuses calls that have waited for too long. */
	#watch(account: Account, milliseconds: number): void {
		setTimeout(() => {
			const { waiting } = account;
			for (let [first] = waiting; first && first.until <= this.now(); [first] = waiting) {
				waiting.shift();
				first.resolve(refusalOf(account));
			}
			const [next] = waiting;
			if (next) this.#watch(account, next.until - this.now());
			this.#tidy(account);
		}, milliseconds).unref();
	}

	/** To whoever waits, or it is kept, or given back. */
	#comesBack(account: Account, taken: Taken): void {
		const { kept, keptInAll } = this.options;
		const now = this.now();
		if (taken.until <= now) return;
		const next = account.waiting.shift();
		if (next) {
			account.underWay += 1;
			account.retried = 0;
			next.resolve(taken);
		} else if (account.kept.length < kept && this.#keptInAll < keptInAll) {
			account.kept.push({ taken, since: now });
			this.#keptInAll += 1;
			this.#linger(account);
		} else taken.giveBack();
	}

	/** Asks again for those who wait while nothing is under way that could come back; at last refuses them. */
	#proceed(account: Account): void {
		const { waiting, underWay, asking, retrying } = account;
		if (waiting.length > 0 && underWay + asking === 0 && !retrying) {
			const pause = this.options.retries[account.retried];
			if (pause === undefined) this.#refuseAll(account);
			else {
				account.retried += 1;
				account.retrying = true;
				setTimeout(() => void this.#retry(account), pause).unref();
			}
		}
		this.#tidy(account);
	}

	#refuseAll(account: Account): void {
		for (const { resolve } of account.waiting.splice(0)) resolve(refusalOf(account));
		account.retried = 0;
		if (this.options.restFor === 0) return;
		account.restsUntil = this.now() + this.options.restFor;
		this.#linger(account);
	}

	async #retry(account: Account): Promise<void> {
		const { waiting, take } = account;
		while (waiting.length > 0 && account.underWay < take.windows[0].limit) {
			// A fault is a refusal: those who wait have an answer in the end.
			const taken = await this.#askCounters(account).catch(() => undefined);
			if (!taken || taken.refused) break;
			account.underWay -= 1;
			this.#comesBack(account, taken);
		}
		account.retrying = false;
		this.#proceed(account);
	}

	#linger(account: Account): void {
		this.#lingering.add(account);
		this.#sweep ??= setInterval(() => {
			this.#sweepLingering();
		}, this.options.keptFor).unref();
	}

	#sweepLingering(): void {
		const now = this.now();
		for (const account of this.#lingering) {
			this.#giveBackKept(account, now - this.options.keptFor / 2);
			if (account.kept.length > 0 || Math.max(account.restsUntil, account.failuresRestUntil) > now) continue;
			this.#lingering.delete(account);
			this.#tidy(account);
		}
		if (this.#lingering.size > 0) return;
		clearInterval(this.#sweep);
		this.#sweep = undefined;
	}

	/** @param before gives back those that are kept since then or longer */
	#giveBackKept({ kept }: Account, before: number): void {
		const old = kept.filter(({ since }) => since <= before);
		kept.splice(0, old.length);
		this.#keptInAll -= old.length;
		for (const { taken } of old) taken.giveBack();
	}

	/** Forgets an account that has nothing to remember. */
	#tidy(account: Account): void {
		const { key, asking, underWay, waiting, retrying } = account;
		if (asking + underWay + waiting.length > 0 || retrying || this.#lingering.has(account)) return;
		this.#accounts.delete(key);
	}
}

function refusalOf({ refusal, take }: Account): Taken {
	if (refusal) return refusal;
	const [counted] = take.windows;
	const standing = { counted, remaining: 0, ends: WINDOW * 1_000 };
	const refused = { name: counted.name, at: 0 };
	return { refused, standings: [standing], until: 0, giveBack: () => undefined };
}
