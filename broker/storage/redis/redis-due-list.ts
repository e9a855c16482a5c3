import type { DueEntry, DueList } from '../due-list';
import { NAMESPACE } from '../record-keys';
import type { Script, ScriptRunner } from '../script-runner';

/*
 * A sorted set of ids by when they are due, in microseconds of Redis' clock. The time at which a lease ends is the lease
 * as well: odd where the entry was taken, even where it was set, so that neither passes for the other.
 */

const CLOCK = `#!lua flags=allow-oom
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local function due(delay, odd)
	local at = math.floor(now + delay * 1000)
	return string.format('%.0f', at - at % 2 + odd)
end
`;

const SET: Script = {
	name: 'set when something is due',
	lua: `${CLOCK}return redis.call('ZADD', KEYS[1], due(ARGV[2], 0), ARGV[1])`,
};

const ADVANCE: Script = {
	name: 'set when something is due at the latest',
	lua: `${CLOCK}return redis.call('ZADD', KEYS[1], 'LT', due(ARGV[2], 0), ARGV[1])`,
};

const REMOVE: Script = {
	name: 'take something off what is due',
	lua: `#!lua flags=allow-oom
return redis.call('ZREM', KEYS[1], ARGV[1])`,
};

const TAKE: Script = {
	name: 'take what is due',
	lua: `${CLOCK}
local taken = redis.call('ZRANGE', KEYS[1], '-inf', string.format('%.0f', now), 'BYSCORE', 'LIMIT', 0, ARGV[2])
local lease = due(ARGV[1], 1)
for _, id in ipairs(taken) do redis.call('ZADD', KEYS[1], lease, id) end
return {lease, taken}`,
};

const SETTLE: Script = {
	name: 'settle what was due',
	lua: `${CLOCK}
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not score or tonumber(score) ~= tonumber(ARGV[2]) then return 0 end
if ARGV[3] == '' then
	redis.call('ZREM', KEYS[1], ARGV[1])
else
	redis.call('ZADD', KEYS[1], due(ARGV[3], 0), ARGV[1])
end
return 1`,
};

/** A list of all brokers of one Redis. */
export class RedisDueList implements DueList {
	readonly #keys: readonly [string];

	/** @param name of the list */
	constructor(
		private readonly scripts: ScriptRunner,
		name: string,
	) {
		this.#keys = [`${NAMESPACE}::${name}`];
	}

	async set(id: string, delay: number): Promise<void> {
		await this.scripts.run(SET, this.#keys, [id, delay]);
	}

	async advance(id: string, delay: number): Promise<void> {
		await this.scripts.run(ADVANCE, this.#keys, [id, delay]);
	}

	async remove(id: string): Promise<void> {
		await this.scripts.run(REMOVE, this.#keys, [id]);
	}

	async take(lease: number, limit: number): Promise<readonly DueEntry[]> {
		const [end, ids] = (await this.scripts.run(TAKE, this.#keys, [lease, limit])) as [string, string[]];
		return ids.map((id) => ({ id, lease: end }));
	}

	async settle({ id, lease }: DueEntry, delay?: number): Promise<boolean> {
		return (await this.scripts.run(SETTLE, this.#keys, [id, lease, delay ?? ''])) === 1;
	}
}
