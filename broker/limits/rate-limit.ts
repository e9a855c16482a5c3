import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import RateLimiterRedis from 'rate-limiter-flexible/lib/RateLimiterRedis.js';
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js';
import type { ScriptRunner } from '../storage/script-runner';
import type { LimitName } from './limit-names';

/** Seconds over which everything is counted. */
export const WINDOW = 60;

/** What a caller has left of a limit. */
export interface LimitStatus {
	readonly name: LimitName;
	readonly limit: number;
	readonly remaining: number;
	/** Seconds until the count starts again at 0. */
	readonly reset: number;
	/** Whether the call is to be refused. */
	readonly exceeded: boolean;
}

/**
 * Counts something by key over a window: for all brokers together where they share a Redis, in this process otherwise,
 * and in this process too while that Redis is away.
 */
export class RateLimit {
	readonly #limiter: RateLimiterMemory | RateLimiterRedis;

	constructor(
		readonly name: LimitName,
		readonly limit: number,
		scripts: ScriptRunner | undefined,
	) {
		const options = { keyPrefix: `linkauth::rate:${name}`, points: limit, duration: WINDOW };
		const own = new RateLimiterMemory(options);
		this.#limiter = scripts
			? new RateLimiterRedis({
					...options,
					storeClient: scripts,
					useRedisPackage: true,
					insuranceLimiter: own,
				})
			: own;
	}

	/** Counts one call. @param limit of this key, where it has one of its own */
	async count(key: string, limit = this.limit): Promise<LimitStatus> {
		return this.#status(await this.#add(key, 1), limit, 0);
	}

	/** The same without counting: exceeded where nothing is left. */
	async peek(key: string): Promise<LimitStatus> {
		return this.#status(await this.#add(key, 0), this.limit, 1);
	}

	async #add(key: string, points: number): Promise<RateLimiterRes> {
		// The library throws the same result where the limit is exceeded.
		try {
			return await this.#limiter.consume(key, points);
		} catch (refusal) {
			if (refusal instanceof RateLimiterRes) return refusal;
			throw refusal;
		}
	}

	#status({ consumedPoints, msBeforeNext }: RateLimiterRes, limit: number, next: number): LimitStatus {
		return {
			name: this.name,
			limit,
			remaining: Math.max(0, limit - consumedPoints),
			reset: Math.max(1, Math.ceil(msBeforeNext / 1_000)),
			exceeded: consumedPoints + next > limit,
		};
	}
}
