import type { ScriptRunner } from './script-runner';
import { StoreUnavailable } from './store-faults';

/** How many sessions each owner has open, counted over all brokers of one store. */
export interface OpenSessions {
	/**
	 * Counts a session in, where there is room.
	 * @param expiresAt milliseconds since the epoch, after which it counts no longer
	 * @param now milliseconds since the epoch
	 * @returns false where the owner has as many open as allowed
	 * @throws StoreUnavailable
	 */
	enter(owner: string, session: string, expiresAt: number, allowed: number, now: number): Promise<boolean>;
	/**
	 * Counts a session out.
	 * @throws StoreUnavailable
	 */
	leave(owner: string, session: string): Promise<void>;
}

/** The count of one process. */
export class MemoryOpenSessions implements OpenSessions {
	readonly #owners = new Map<string, Map<string, number>>();

	enter(owner: string, session: string, expiresAt: number, allowed: number, now: number): Promise<boolean> {
		const open = this.#owners.get(owner) ?? new Map<string, number>();
		for (const [id, until] of open) if (until <= now) open.delete(id);
		const room = open.size < allowed;
		if (room) open.set(session, expiresAt);
		if (open.size > 0) this.#owners.set(owner, open);
		return Promise.resolve(room);
	}

	leave(owner: string, session: string): Promise<void> {
		const open = this.#owners.get(owner);
		open?.delete(session);
		if (open?.size === 0) this.#owners.delete(owner);
		return Promise.resolve();
	}
}

const ENTER = `
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[4])
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then return 0 end
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
redis.call('PEXPIREAT', KEYS[1], last[2])
return 1`;
const LEAVE = `return redis.call('ZREM', KEYS[1], ARGV[1])`;

/** The count of all brokers of one Redis: a sorted set for each owner, of session ids by their end. */
export class RedisOpenSessions implements OpenSessions {
	constructor(private readonly scripts: ScriptRunner) {}

	async enter(
		owner: string,
		session: string,
		expiresAt: number,
		allowed: number,
		now: number,
	): Promise<boolean> {
		return (await this.#run(ENTER, owner, [session, ...[expiresAt, allowed, now].map(String)])) === 1;
	}

	async leave(owner: string, session: string): Promise<void> {
		await this.#run(LEAVE, owner, [session]);
	}

	async #run(script: string, owner: string, args: string[]): Promise<unknown> {
		try {
			return await this.scripts.eval(script, { keys: [`linkauth::open:${owner}`], arguments: args });
		} catch (cause) {
			throw new StoreUnavailable('count open sessions', cause);
		}
	}
}
