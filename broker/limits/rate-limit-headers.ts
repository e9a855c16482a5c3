import { WINDOW, type Standing } from './counters';

/**
 * How a caller stands (draft-ietf-httpapi-ratelimit-headers): the policy of each limit, and what is left of the tightest.
 * Wider networks have the name of the narrowest, whose policy is told.
 * @param first of the policies, and the one that is told of: the limit that refuses, where one does
 */
export function rateLimitHeaders(
	standings: readonly Standing[],
	first?: Standing,
): Readonly<Record<string, string>> {
	const all = first ? [first, ...standings] : standings;
	let tightest = all[0];
	let policies = '';
	let names = '';
	for (const standing of all) {
		const { name, limit } = standing.counted;
		if (!first && tightest && standing.remaining < tightest.remaining) tightest = standing;
		if (names.includes(`"${name}"`)) continue;
		names += `"${name}"`;
		policies += `${policies && ', '}"${name}";q=${String(limit)};w=${String(WINDOW)}`;
	}
	if (!tightest) return {};
	const { counted, remaining } = tightest;
	return {
		'RateLimit-Policy': policies,
		RateLimit: `"${counted.name}";r=${String(remaining)};t=${String(secondsUntilEnd(tightest))}`,
	};
}

/** Whole seconds until a window ends, at least 1. */
export function secondsUntilEnd({ ends }: Standing): number {
	return Math.max(1, Math.ceil(Math.round(ends) / 1_000));
}
