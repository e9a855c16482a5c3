import type { Schedule } from './schedule';
import type { ScriptRunner } from './script-runner';
import { StoreUnavailable } from './store-faults';
import { withTimeout } from './with-timeout';

const TAKE_DUE = `
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, id in ipairs(due) do redis.call('ZADD', KEYS[1], ARGV[2], id) end
return due`;

/** The commands of a Redis client that the list needs; the same on one server, behind Sentinel and in a cluster. */
export interface ScheduleClient extends ScriptRunner {
	zAdd(key: string, member: { score: number; value: string }): Promise<unknown>;
	zRem(key: string, member: string): Promise<unknown>;
}

/** A list of all brokers of one Redis: a sorted set of session ids by when they are due. */
export class RedisSchedule implements Schedule {
	readonly #key: string;

	/**
	 * @param name of the list
	 * @param timeoutMs milliseconds to wait for any one answer
	 */
	constructor(
		private readonly client: ScheduleClient,
		name: string,
		private readonly timeoutMs: number,
	) {
		this.#key = `linkauth::${name}`;
	}

	async set(sessionId: string, at: number): Promise<void> {
		await this.#guard(this.client.zAdd(this.#key, { score: at, value: sessionId }));
	}

	async remove(sessionId: string): Promise<void> {
		await this.#guard(this.client.zRem(this.#key, sessionId));
	}

	async takeDue(now: number, until: number, limit: number): Promise<readonly string[]> {
		const args = [String(now), String(until), String(limit)];
		return (await this.#guard(
			this.client.eval(TAKE_DUE, { keys: [this.#key], arguments: args }),
		)) as string[];
	}

	async #guard<T>(call: Promise<T>): Promise<T> {
		try {
			return await withTimeout(call, this.timeoutMs);
		} catch (cause) {
			throw new StoreUnavailable('schedule', cause);
		}
	}
}
