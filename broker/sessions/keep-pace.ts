import { LIMITS } from '../../protocol/limits';
import { slowDown } from '../problem';
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

/** What too fast a poll adds to the interval, in seconds (RFC 8628 section 3.5). */
const PENALTY = 5;

/**
 * Holds an agent to its interval. Polls that wait need no pace, and are not counted.
 * @returns the interval to keep, in seconds
 * @throws ProblemError `slow_down` where the last poll is too recent
 */
export async function keepPace({ store, now }: SessionDependencies, session: Session): Promise<number> {
	const [last] = (await store.read([records.pace(session.id)])) as [Pace | undefined];
	const at = now();
	const interval = last?.interval ?? session.facts.interval;
	const tooFast = last !== undefined && at - last.at < interval * 1_000;
	const next = tooFast ? Math.min(interval + PENALTY, LIMITS.maximumInterval) : interval;
	await store.write(records.pace(session.id), { at, interval: next }, session.facts.expiresAt - at);
	if (tooFast) throw slowDown(next);
	return next;
}
