import { PAGE_LIMITS } from './page-limits';

/** An HTTP date (RFC 9110 section 5.6.7) in the form that is to be sent: `Sun, 06 Nov 1994 08:49:37 GMT`. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Seconds to pause because a peer says so, between 1 and 60. It is not trusted: it could have itself asked without any
 * pause, or hardly ever again.
 * @returns undefined where the value is not a number
 */
export function pauseOf(seconds: unknown): number | undefined {
	if (typeof seconds !== 'number' || Number.isNaN(seconds)) return undefined;
	return Math.min(Math.max(seconds, PAGE_LIMITS.minimumInterval), PAGE_LIMITS.maximumInterval);
}

/**
 * Seconds to pause before asking again, between 1 and 60, from `Retry-After` (RFC 9110 section 10.2.3).
 * @param header as it arrived: seconds or a date
 * @param now milliseconds since the epoch
 * @returns undefined where it is neither
 */
export function retryAfterOf(header: unknown, now: number = Date.now()): number | undefined {
	if (typeof header !== 'string') return pauseOf(header);
	if (/^\d+$/.test(header)) return pauseOf(Number(header));
	return HTTP_DATE.test(header) ? pauseOf((Date.parse(header) - now) / 1000) : undefined;
}
