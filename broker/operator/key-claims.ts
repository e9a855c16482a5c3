import { randomBytes } from 'node:crypto';
import type { Script, ScriptRunner } from '../storage/script-runner';

/*
 * Which broker has which API keys: a sorted set of `BROKER:KEY` by when the broker last said so, in milliseconds of Redis'
 * clock. A claim that is older than the lifetime is stale: its broker is gone. Stale claims of a key that nobody else
 * has are the record that the key was there.
 */

/** Milliseconds for which the set is kept without any broker: longer than sessions live. */
const KEPT = 8 * 86_400_000;
const NOW = `#!lua flags=allow-oom
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;
const KEYS = ['linkauth::key-claims'] as const;

/** ARGV: the broker, milliseconds to keep the set, and the keys. */
const CLAIM: Script = {
	name: 'say which API keys there are',
	lua: `${NOW}
for i = 3, #ARGV do redis.call('ZADD', KEYS[1], now, ARGV[1] .. ':' .. ARGV[i]) end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`,
};

/** ARGV: lifetime. Gives the keys with stale claims alone; stale claims of the others are forgotten. */
const ABANDONED: Script = {
	name: 'find removed API keys',
	lua: `${NOW}
local claims = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
local fresh, stale = {}, {}
for i = 1, #claims, 2 do
	local key = string.sub(claims[i], string.find(claims[i], ':', 1, true) + 1)
	if tonumber(claims[i + 1]) > now - tonumber(ARGV[1]) then fresh[key] = true else stale[claims[i]] = key end
end
local found, abandoned = {}, {}
for claim, key in pairs(stale) do
	if fresh[key] then redis.call('ZREM', KEYS[1], claim)
	elseif not found[key] then found[key] = true; abandoned[#abandoned + 1] = key end
end
return abandoned`,
};

/** ARGV: the broker, lifetime, a key. Takes the broker's claim back; gives 1 where no other broker has a fresh one. */
const RELEASE: Script = {
	name: 'say that an API key was removed',
	lua: `${NOW}
redis.call('ZREM', KEYS[1], ARGV[1] .. ':' .. ARGV[3])
local claims = redis.call('ZRANGE', KEYS[1], string.format('(%.0f', now - tonumber(ARGV[2])), '+inf', 'BYSCORE')
for _, claim in ipairs(claims) do
	if string.sub(claim, string.find(claim, ':', 1, true) + 1) == ARGV[3] then return 0 end
end
return 1`,
};

/** ARGV: lifetime, a key. Takes its stale claims off. */
const FORGET: Script = {
	name: 'forget a removed API key',
	lua: `${NOW}
local claims = redis.call('ZRANGE', KEYS[1], '-inf', string.format('%.0f', now - tonumber(ARGV[1])), 'BYSCORE')
for _, claim in ipairs(claims) do
	if string.sub(claim, string.find(claim, ':', 1, true) + 1) == ARGV[2] then redis.call('ZREM', KEYS[1], claim) end
end
return 1`,
};

/** Which API keys the brokers of one Redis have. Every method throws StoreUnavailable where it cannot be reached. */
export class KeyClaims {
	readonly #broker = randomBytes(8).toString('hex');

	/** @param lifetime milliseconds after which a broker that has said nothing is gone */
	constructor(
		private readonly scripts: ScriptRunner,
		private readonly lifetime: number,
	) {}

	/** Says that this broker has these keys. */
	async claim(keys: readonly string[]): Promise<void> {
		if (keys.length > 0) await this.scripts.run(CLAIM, KEYS, [this.#broker, KEPT, ...keys]);
	}

	/** Says that this broker has a key no more. @returns whether no other broker has it */
	async release(key: string): Promise<boolean> {
		return (await this.scripts.run(RELEASE, KEYS, [this.#broker, this.lifetime, key])) === 1;
	}

	/** The keys that brokers had and none has any more. */
	async abandoned(): Promise<readonly string[]> {
		return (await this.scripts.run(ABANDONED, KEYS, [this.lifetime])) as string[];
	}

	/** Takes an abandoned key off the record. */
	async forget(key: string): Promise<void> {
		await this.scripts.run(FORGET, KEYS, [this.lifetime, key]);
	}
}
