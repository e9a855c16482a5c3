import type { ApiKey } from '../keys/api-key';
import { ProblemError } from '../problem';
import type { ScriptRunner } from '../storage/script-runner';
import type { LimitName } from './limit-names';
import { RateLimit, WINDOW, type LimitStatus } from './rate-limit';

/** Calls of the page by one network for one session, a minute. */
const PAGE_CALLS = 10;
/** Look-ups by one network that found nothing, a minute. */
const FAILURES = 20;
/** Look-ups that found nothing over all brokers, a minute. */
const FAILURES_IN_ALL = 600;

/** What the limits are made with. */
export interface LimitOptions {
	/** The Redis that brokers share; without it each counts for itself. */
	readonly scripts: ScriptRunner | undefined;
	/** Sessions that one API key may create in a minute, where its own entry does not say. */
	readonly createdPerKey: number;
	/** Sessions that one network may create in a minute. */
	readonly createdPerNetwork: number;
	/** Called each time a limit is hit. */
	readonly onHit: (limit: LimitName) => void;
}

/** Rate limits (RFC 8628 section 5.1). Every method throws `rate_limited`. */
export interface Limits {
	/** Counts a session that is to be created. @returns what is left of each limit, the tightest first */
	countCreation(caller: ApiKey | undefined, network: string): Promise<readonly LimitStatus[]>;
	/** Counts a person's call for a session, before it is looked up. */
	countCall(network: string, session: string): Promise<readonly LimitStatus[]>;
	/** Refuses a network that has failed too often, and everybody while all networks together have. */
	refuseGuessers(network: string): Promise<void>;
	/** Counts a look-up that found nothing. */
	countFailure(network: string): Promise<void>;
}

/** The limits of a broker in use. */
export function createLimits({ scripts, createdPerKey, createdPerNetwork, onHit }: LimitOptions): Limits {
	const byKey = new RateLimit('created_by_key', createdPerKey, scripts);
	const byNetwork = new RateLimit('created_by_network', createdPerNetwork, scripts);
	const calls = new RateLimit('page_calls', PAGE_CALLS, scripts);
	const failures = new RateLimit('failed_look_ups', FAILURES, scripts);
	const inAll = new RateLimit('failed_look_ups_in_all', FAILURES_IN_ALL, scripts);

	const enforce = (statuses: readonly LimitStatus[]): readonly LimitStatus[] => {
		const over = statuses.find((status) => status.exceeded);
		if (over) {
			onHit(over.name);
			throw tooMany(statuses, over);
		}
		return statuses.toSorted((a, b) => a.remaining - b.remaining);
	};
	return {
		countCreation: async (caller, network) => {
			const own = caller && (await byKey.count(caller.id, caller.createLimit));
			return enforce([...(own ? [own] : []), await byNetwork.count(network)]);
		},
		countCall: async (network, session) => enforce([await calls.count(`${network} ${session}`)]),
		refuseGuessers: async (network) => {
			enforce([await failures.peek(network), await inAll.peek('all')]);
		},
		countFailure: async (network) => {
			await Promise.all([failures.count(network), inAll.count('all')]);
		},
	};
}

/** No limits at all, for load tests. */
export function noLimits(): Limits {
	return {
		countCreation: () => Promise.resolve([]),
		countCall: () => Promise.resolve([]),
		refuseGuessers: () => Promise.resolve(),
		countFailure: () => Promise.resolve(),
	};
}

/**
 * What is left, as headers (draft-ietf-httpapi-ratelimit-headers): the policy of each limit, and what is left of
 * the tightest.
 */
export function rateLimitHeaders(statuses: readonly LimitStatus[]): Record<string, string> {
	const [tightest] = statuses;
	if (!tightest) return {};
	return {
		'RateLimit-Policy': statuses
			.map(({ name, limit }) => `"${name}";q=${String(limit)};w=${String(WINDOW)}`)
			.join(', '),
		RateLimit: `"${tightest.name}";r=${String(tightest.remaining)};t=${String(tightest.reset)}`,
	};
}

function tooMany(statuses: readonly LimitStatus[], over: LimitStatus): ProblemError {
	const seconds = String(over.reset);
	return new ProblemError('rate_limited', `Too many requests. Try again in ${seconds} seconds.`, {
		headers: {
			'Retry-After': seconds,
			...rateLimitHeaders([over, ...statuses.filter((each) => each !== over)]),
		},
	});
}
