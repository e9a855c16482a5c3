import { LIMITS } from '../../protocol/limits';
import { ProblemError } from '../problem';
import type { SessionDependencies } from './dependencies';
import { records } from './records';
import type { Session } from './session';

/** When the agent last polled, and the interval it has to keep. */
interface Pace {
	/** Milliseconds since the epoch. */
	readonly at: number;
	/** Seconds. */
	readonly interval: number;
}

/** Seconds that polling too fast adds to the interval (RFC 8628 section 3.5). */
const PENALTY = 5;

/**
 * Makes sure that an agent keeps its poll interval. Long polls do not count.
 * @returns the interval to keep, in seconds
 * @throws ProblemError `slow_down` where the last poll is too recent
 */
export async function keepPace(
	{ store, now, timings }: SessionDependencies,
	session: Session,
): Promise<number> {
	const [last] = (await store.read([records.pace(session.id)])) as [Pace | undefined];
	const at = now();
	const interval = last?.interval ?? session.facts.interval;
	const tooFast = last !== undefined && at - last.at < interval * timings.second;
	const next = tooFast ? Math.min(interval + PENALTY, LIMITS.maximumInterval) : interval;
	await store.write(records.pace(session.id), { at, interval: next }, session.facts.expiresAt - at);
	if (tooFast) {
		throw new ProblemError('slow_down', `Polled too soon. Keep ${String(next)} seconds between polls.`, {
			interval: next,
			headers: { 'Retry-After': String(next) },
		});
	}
	return next;
}
