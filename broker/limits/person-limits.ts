import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js';
import { rateLimited } from '../problem';

/** Seconds over which calls are counted. */
const WINDOW = 60;
/** Calls by one network for one session. */
const CALLS = 10;
/** Look-ups by one network that found nothing. */
const FAILURES = 20;
/** Look-ups that found nothing, over the whole broker. */
const FAILURES_IN_ALL = 600;

/** Holds back whoever tries codes (RFC 8628 section 5.1). */
export interface PersonLimits {
	/**
	 * Counts a person's call for a session, before it is looked up.
	 * @throws ProblemError `rate_limited`
	 */
	countCall(network: string, session: string): Promise<void>;
	/**
	 * Refuses those who have failed too often, and everybody while the whole broker is being tried out.
	 * @throws ProblemError `rate_limited`
	 */
	refuseGuessers(network: string): Promise<void>;
	/** Counts a look-up that found nothing. */
	countFailure(network: string): Promise<void>;
}

/** The limits of protocol.md's person-facing calls, counted in this process. */
export function personLimits(): PersonLimits {
	const calls = new RateLimiterMemory({ keyPrefix: 'calls', points: CALLS, duration: WINDOW });
	const failures = new RateLimiterMemory({ keyPrefix: 'failures', points: FAILURES, duration: WINDOW });
	const inAll = new RateLimiterMemory({ keyPrefix: 'all', points: FAILURES_IN_ALL, duration: WINDOW });
	return {
		countCall: (network, session) => consume(calls, `${network} ${session}`),
		refuseGuessers: async (network) => {
			await refuseSpent(failures, network, FAILURES);
			await refuseSpent(inAll, 'all', FAILURES_IN_ALL);
		},
		countFailure: async (network) => {
			await failures.penalty(network);
			await inAll.penalty('all');
		},
	};
}

/** No limits at all, for load tests. */
export function noPersonLimits(): PersonLimits {
	const nothing = () => Promise.resolve();
	return { countCall: nothing, refuseGuessers: nothing, countFailure: nothing };
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
	try {
		await limiter.consume(key);
	} catch (refusal) {
		throw refusal instanceof RateLimiterRes ? rateLimited(seconds(refusal)) : refusal;
	}
}

async function refuseSpent(limiter: RateLimiterMemory, key: string, points: number): Promise<void> {
	const spent = await limiter.get(key);
	if (spent && spent.consumedPoints >= points) throw rateLimited(seconds(spent));
}

function seconds({ msBeforeNext }: RateLimiterRes): number {
	return Math.max(1, Math.ceil(msBeforeNext / 1_000));
}
