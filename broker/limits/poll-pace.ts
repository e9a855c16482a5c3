import { LIMITS } from '../../protocol/limits';
import { NAMESPACE, recordKey } from '../storage/record-keys';
import type { Script, ScriptRunner } from '../storage/script-runner';
import { StoreUnavailable } from '../storage/store-faults';
import { RecentMap } from './recent-map';

/** Seconds that a poll before its time adds to the interval (RFC 8628 section 3.5). */
const PENALTY = 5;
/** Seconds after the last poll until its pace is forgotten. */
const REMEMBERED = 2 * LIMITS.maximumInterval;
/** Sessions whose pace is kept in this process at most. */
const MOST_SESSIONS = 200_000;

/** The interval to keep from now on, in seconds, and whether this poll came before its time. */
export interface Pace {
	readonly interval: number;
	readonly tooSoon: boolean;
}

/** How fast agents poll. */
export interface PollPace {
	/** @param interval seconds that the session began with */
	take(session: string, interval: number): Pace | Promise<Pace>;
}

/** The pace of polls at one process. */
export class MemoryPollPace implements PollPace {
	readonly #last: RecentMap<{ readonly at: number; readonly interval: number }>;

	/** @param second milliseconds @param now milliseconds of a clock that does not jump */
	constructor(
		private readonly second: number,
		private readonly now: () => number,
	) {
		this.#last = new RecentMap(REMEMBERED * second, MOST_SESSIONS);
	}

	take(session: string, interval: number): Pace {
		const at = this.now();
		const last = this.#last.get(session, at);
		const kept = last?.interval ?? interval;
		const tooSoon = last !== undefined && at - last.at < kept * this.second;
		const next = tooSoon ? Math.min(kept + PENALTY, LIMITS.maximumInterval) : kept;
		this.#last.set(session, { at, interval: next }, at);
		return { interval: next, tooSoon };
	}
}

/**
 * `AT INTERVAL`, for no longer than the session lives. KEYS: the pace, the session's state. ARGV: interval and the longest
 * in seconds, penalty, milliseconds of a second and until forgotten.
 */
const TAKE: Script = {
	name: 'count a poll',
	lua: `#!lua flags=allow-oom
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local at, interval = string.match(redis.call('GET', KEYS[1]) or '', '^(%d+) (%d+)$')
local kept = tonumber(interval or ARGV[1])
local soon = at and now - at < kept * ARGV[4]
if soon then kept = math.min(kept + ARGV[3], tonumber(ARGV[2])) end
local left = math.min(redis.call('PTTL', KEYS[2]), tonumber(ARGV[5]))
if left > 0 then redis.call('SET', KEYS[1], string.format('%.0f %.0f', now, kept), 'PX', left) end
return { kept, soon and 1 or 0 }`,
};

/** The pace of polls at all brokers of one Redis; while that is away, at each by itself. */
export class RedisPollPace implements PollPace {
	constructor(
		private readonly scripts: ScriptRunner,
		private readonly own: PollPace,
		private readonly second: number,
	) {}

	async take(session: string, interval: number): Promise<Pace> {
		const { maximumInterval } = LIMITS;
		const times = [this.second, Math.ceil(REMEMBERED * this.second)];
		try {
			// With the session's records, which it is removed with.
			const keys = (['pace', 'state'] as const).map((name) => `${NAMESPACE}::${recordKey(session, name)}`);
			const reply = await this.scripts.run(TAKE, keys, [interval, maximumInterval, PENALTY, ...times]);
			const [kept = interval, soon] = reply as number[];
			return { interval: kept, tooSoon: soon === 1 };
		} catch (error) {
			if (error instanceof StoreUnavailable) return this.own.take(session, interval);
			throw error;
		}
	}
}
