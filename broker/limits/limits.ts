import type { ApiKey } from '../keys/api-key';
import type { LimitName } from '../observe/metrics';
import { rateLimited, type ProblemError } from '../problem';
import type { ScriptRunner } from '../storage/script-runner';
import { RateLimit, WINDOW, type Standing } from './rate-limit';

/** Calls of the page by one network for one session, a minute. */
const PAGE_CALLS = 10;
/** Look-ups by one network that found nothing, a minute. */
const FAILURES = 20;
/** Look-ups that found nothing over all brokers, a minute. */
const FAILURES_IN_ALL = 600;

/** What the limits are made of. */
export interface LimitOptions {
	/** The Redis that brokers share; without it each counts for itself. */
	readonly scripts: ScriptRunner | undefined;
	/** Sessions that one API key may create in a minute, where its own entry does not say. */
	readonly createdPerKey: number;
	/** Sessions that one network may create in a minute. */
	readonly createdPerNetwork: number;
	/** Told each time somebody is held back. */
	readonly onHit: (limit: LimitName) => void;
}

/** How often anybody may do anything (RFC 8628 section 5.1, and beyond). Every method throws `rate_limited`. */
export interface Limits {
	/** Counts a session that is to be created. @returns how the caller stands, the tightest limit first */
	countCreation(caller: ApiKey | undefined, network: string): Promise<readonly Standing[]>;
	/** Counts a person's call for a session, before it is looked up. */
	countCall(network: string, session: string): Promise<readonly Standing[]>;
	/** Refuses those who have failed too often, and everybody while the broker is being tried out from everywhere. */
	refuseGuessers(network: string): Promise<void>;
	/** Counts a look-up that found nothing. */
	countFailure(network: string): Promise<void>;
}

/** The limits as they are meant. */
export function limitsOf({ scripts, createdPerKey, createdPerNetwork, onHit }: LimitOptions): Limits {
	const byKey = new RateLimit('created_by_key', createdPerKey, scripts);
	const byNetwork = new RateLimit('created_by_network', createdPerNetwork, scripts);
	const calls = new RateLimit('page_calls', PAGE_CALLS, scripts);
	const failures = new RateLimit('failed_look_ups', FAILURES, scripts);
	const inAll = new RateLimit('failed_look_ups_in_all', FAILURES_IN_ALL, scripts);

	const hold = (standings: readonly Standing[]): readonly Standing[] => {
		const over = standings.find((standing) => standing.exceeded);
		if (over) {
			onHit(over.name);
			throw tooMany(standings, over);
		}
		return standings.toSorted((a, b) => a.remaining - b.remaining);
	};
	return {
		countCreation: async (caller, network) => {
			const own = caller && (await byKey.count(caller.id, caller.createLimit));
			return hold([...(own ? [own] : []), await byNetwork.count(network)]);
		},
		countCall: async (network, session) => hold([await calls.count(`${network} ${session}`)]),
		refuseGuessers: async (network) => {
			hold([await failures.look(network), await inAll.look('all')]);
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
 * How a caller stands, as headers (draft-ietf-httpapi-ratelimit-headers): the policy of each limit, and what is left of
 * the tightest.
 */
export function rateLimitHeaders(standings: readonly Standing[]): Record<string, string> {
	const [tightest] = standings;
	if (!tightest) return {};
	return {
		'RateLimit-Policy': standings
			.map(({ name, limit }) => `"${name}";q=${String(limit)};w=${String(WINDOW)}`)
			.join(', '),
		RateLimit: `"${tightest.name}";r=${String(tightest.remaining)};t=${String(tightest.reset)}`,
	};
}

function tooMany(standings: readonly Standing[], over: Standing): ProblemError {
	return rateLimited(over.reset, rateLimitHeaders([over, ...standings.filter((each) => each !== over)]));
}
