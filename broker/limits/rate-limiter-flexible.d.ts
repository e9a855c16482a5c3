/*
 * The limiters one by one: the package's entry loads those for a dozen databases, which costs the broker five
 * megabytes for nothing. The package has types for its entry only.
 */

declare module 'rate-limiter-flexible/lib/RateLimiterMemory.js' {
	import { RateLimiterMemory } from 'rate-limiter-flexible';
	export = RateLimiterMemory;
}

declare module 'rate-limiter-flexible/lib/RateLimiterRes.js' {
	import { RateLimiterRes } from 'rate-limiter-flexible';
	export = RateLimiterRes;
}

declare module 'rate-limiter-flexible/lib/RateLimiterRedis.js' {
	import { RateLimiterRedis } from 'rate-limiter-flexible';
	export = RateLimiterRedis;
}
