import type { Script, ScriptRunner } from '../storage/script-runner';
import { StoreUnavailable } from '../storage/store-faults';
import { refusedBy, type Counters, type Opening, type Take, type Taken } from './counters';
import { Returns } from './redis-returns';
import { redisKey } from './redis-keys';

/**
 * All windows or none. A window is `COUNT END`, its end in milliseconds by the clock of Redis. ARGV: length of a window,
 * the place of the one counted in all or 0, and for each window its limit and what it is held to.
 * Answers: whether it was taken, and for each window its count and the milliseconds until it ends.
 */
const TAKE: Script = {
	name: 'take limits',
	lua: `#!lua flags=allow-oom
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local length, all = tonumber(ARGV[1]), tonumber(ARGV[2])
local values = redis.call('MGET', unpack(KEYS))
local counts, ends, taken = {}, {}, 1
for at = 1, #KEYS do
	local count, finish = string.match(values[at] or '', '^(%d+) (%d+)$')
	counts[at], ends[at] = tonumber(count or 0), tonumber(finish or 0)
	if ends[at] <= now then counts[at], ends[at] = 0, now + length end
end
local held = all > 0 and counts[all] >= tonumber(ARGV[1 + 2 * all])
for at = 1, #KEYS do
	if at ~= all and counts[at] >= tonumber(ARGV[(held and 2 or 1) + 2 * at]) then taken = 0 end
end
local reply = { taken }
for at = 1, #KEYS do
	if taken == 1 then
		counts[at] = counts[at] + 1
		redis.call('SET', KEYS[at], string.format('%.0f %.0f', counts[at], ends[at]), 'PX', math.ceil(ends[at] - now))
	end
	reply[#reply + 1] = counts[at]
	reply[#reply + 1] = ends[at] - now
end
reply[#reply + 1] = string.format('%.0f', now)
return reply`,
};

/** A sorted set of session ids by their end. ARGV: session, lifetime in milliseconds, how many are allowed. */
const OPEN: Script = {
	name: 'count open sessions',
	lua: `#!lua flags=allow-oom
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then return 0 end
redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2]), ARGV[1])
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', last[2]))
return 1`,
};

/** Counts for all brokers of one Redis together; while that is away, each for itself. */
export class RedisCounters implements Counters {
	readonly #returns: Returns;

	/**
	 * @param own counts while Redis is away
	 * @param length of a window, in milliseconds
	 * @param now milliseconds of a clock of this process that does not jump
	 */
	constructor(
		private readonly scripts: ScriptRunner,
		private readonly own: Counters,
		private readonly length: number,
		private readonly now: () => number,
	) {
		this.#returns = new Returns(scripts);
	}

	async take(take: Take): Promise<Taken> {
		const { windows, inAll } = take;
		const all = inAll ? [...windows, inAll] : windows;
		const keys = all.map(({ key }) => redisKey(key));
		const limits = all.flatMap(({ limit, heldTo = limit }) => [limit, heldTo]);
		this.#returns.sendBefore(keys.slice(0, windows.length));
		const sent = this.now();
		const reply = await this.#run(TAKE, keys, [this.length, inAll ? all.length : 0, ...limits]);
		if (reply === undefined) return this.own.take(take);
		const [taken, ...figures] = reply as [number, ...(number | string)[]];
		const redisNow = Number(figures.at(-1));
		const counts = all.map((_, at) => Number(figures[2 * at]));
		const ends = all.map((_, at) => Number(figures[2 * at + 1]));
		const standings = windows.map((counted, at) => ({
			counted,
			remaining: Math.max(0, counted.limit - (counts[at] ?? 0)),
			ends: ends[at] ?? 0,
		}));
		const refused = taken === 1 ? undefined : (refusedBy(take, counts) ?? { name: windows[0].name, at: 0 });
		return {
			refused,
			standings,
			// Counted from when it was asked: earlier than by the clock of Redis, never later.
			until: sent + Math.min(...ends),
			giveBack: () => {
				if (refused) return;
				for (const [at, key] of keys.entries()) this.#returns.giveBack(key, redisNow + (ends[at] ?? 0));
			},
		};
	}

	async open(opening: Opening): Promise<boolean> {
		const { owner, session, lifetime, allowed } = opening;
		// Those that have been left meanwhile make room.
		this.#returns.send();
		const reply = await this.#run(OPEN, [openKey(owner)], [session, Math.ceil(lifetime), allowed]);
		return reply === undefined ? this.own.open(opening) : reply === 1;
	}

	leave(owner: string, session: string): void {
		this.own.leave(owner, session);
		this.#returns.leave(openKey(owner), session);
	}

	/** @returns undefined where Redis is away */
	async #run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
		try {
			return await this.scripts.run(script, keys, args);
		} catch (error) {
			if (error instanceof StoreUnavailable) return undefined;
			throw error;
		}
	}
}

function openKey(owner: string): string {
	return redisKey(`open_sessions:${owner}`);
}
