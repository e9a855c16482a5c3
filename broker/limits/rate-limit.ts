import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import RateLimiterRedis from 'rate-limiter-flexible/lib/RateLimiterRedis.js';
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js';
import type { LimitName } from '../observe/metrics';
import type { ScriptRunner } from '../storage/script-runner';

/** Seconds over which everything is counted. */
export const WINDOW = 60;

/** How a caller stands with a limit. */
export interface Standing {
	readonly name: LimitName;
	readonly limit: number;
	readonly remaining: number;
	/** Seconds until the count begins anew. */
	readonly reset: number;
	/** Whether it has been gone beyond. */
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

	/** Counts one, and tells how the caller stands then. @param limit of this key, if not everybody's */
	async count(key: string, limit = this.limit): Promise<Standing> {
		return this.#standing(await this.#add(key, 1), limit, 0);
	}

	/** Tells how the caller stands, without counting: exceeded where nothing is left. */
	async look(key: string): Promise<Standing> {
		return this.#standing(await this.#add(key, 0), this.limit, 1);
	}

	async #add(key: string, points: number): Promise<RateLimiterRes> {
		// What is consumed beyond the limit is refused with the same facts as what is not.
		try {
			return await this.#limiter.consume(key, points);
		} catch (refusal) {
			if (refusal instanceof RateLimiterRes) return refusal;
			throw refusal;
		}
	}

	#standing({ consumedPoints, msBeforeNext }: RateLimiterRes, limit: number, next: number): Standing {
		return {
			name: this.name,
			limit,
			remaining: Math.max(0, limit - consumedPoints),
			reset: Math.max(1, Math.ceil(msBeforeNext / 1_000)),
			exceeded: consumedPoints + next > limit,
		};
	}
}
