import type { Script, ScriptRunner } from '../storage/script-runner';

/** Milliseconds for which returns are gathered, so that many go in one script. */
const GATHERED_FOR = 20;
/** Returns that go in one script at most. */
const MOST_AT_ONCE = 500;

/**
 * What was taken comes back, where its window is still the same; sessions are open no longer. KEYS: windows, then sets of
 * open sessions. ARGV: number of windows; for each its end and how many come back; for each set a session.
 */
const RETURN: Script = {
	name: 'give back limits',
	lua: `#!lua flags=allow-oom
local windows = tonumber(ARGV[1])
for at = 1, windows do
	local count, finish = string.match(redis.call('GET', KEYS[at]) or '', '^(%d+) (%d+)$')
	if count and finish == ARGV[2 * at] then
		local left = count - ARGV[2 * at + 1]
		if left > 0 then redis.call('SET', KEYS[at], string.format('%.0f %s', left, finish), 'KEEPTTL')
		else redis.call('DEL', KEYS[at]) end
	end
end
for at = windows + 1, #KEYS do redis.call('ZREM', KEYS[at], ARGV[windows + at + 1]) end
return 1`,
};

/** Gathers what comes back to Redis. What cannot be sent is given up: it comes back by itself when its time is over. */
export class Returns {
	/** How many of each window, and its end. */
	readonly #windows = new Map<string, { readonly end: string; count: number }>();
	#left: (readonly [key: string, session: string])[] = [];
	#timer: NodeJS.Timeout | undefined;

	constructor(private readonly scripts: ScriptRunner) {}

	/** @param end milliseconds by the clock of Redis when the window ends */
	giveBack(key: string, end: number): void {
		const text = end.toFixed(0);
		const same = this.#windows.get(key);
		if (same?.end === text) same.count += 1;
		// Another window of the same key is over.
		else this.#windows.set(key, { end: text, count: 1 });
		this.#plan();
	}

	/** Sends what is there before something is asked of Redis that depends on it. */
	sendBefore(keys: readonly string[]): void {
		if (keys.some((key) => this.#windows.has(key))) this.send();
	}

	leave(key: string, session: string): void {
		this.#left.push([key, session]);
		this.#plan();
	}

	/** Sends what is there. */
	send(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const windows = [...this.#windows];
		const left = this.#left;
		if (windows.length + left.length === 0) return;
		this.#windows.clear();
		this.#left = [];
		const keys = [...windows.map(([key]) => key), ...left.map(([key]) => key)];
		const amounts = windows.flatMap(([, { end, count }]) => [end, count]);
		const args = [windows.length, ...amounts, ...left.map(([, session]) => session)];
		this.scripts.run(RETURN, keys, args).catch(() => undefined);
	}

	#plan(): void {
		if (this.#windows.size + this.#left.length >= MOST_AT_ONCE) this.send();
		else {
			this.#timer ??= setTimeout(() => {
				this.send();
			}, GATHERED_FOR).unref();
		}
	}
}
