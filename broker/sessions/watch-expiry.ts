import { isWaiting } from '../../protocol/states';
import type { Timings } from '../timings';
import type { SessionDependencies } from './dependencies';
import { readSession, type Session } from './session';
import { emit } from './session-events';

/** What it works with. */
export type WatchExpiryDependencies = Pick<SessionDependencies, 'store' | 'now' | 'sleep' | 'observer'> & {
	readonly timings: Pick<Timings, 'expiryMargin'>;
};

/**
 * Waits until a session ends, and reports it as expired where nobody has decided it by then.
 * @param signal stops waiting
 * @returns false where the signal stopped it before the end
 */
export async function watchExpiry(
	dependencies: WatchExpiryDependencies,
	id: string,
	signal: AbortSignal,
): Promise<boolean> {
	const undecided = await readUndecided(dependencies, id);
	if (!undecided) return true;
	const left = undecided.facts.expiresAt - dependencies.timings.expiryMargin - dependencies.now();
	await dependencies.sleep(Math.max(0, left), signal);
	if (signal.aborted) return false;
	const expired = await readUndecided(dependencies, id);
	if (expired) emit(dependencies, 'expired', expired);
	return true;
}

async function readUndecided(
	{ store, now }: WatchExpiryDependencies,
	id: string,
): Promise<Session | undefined> {
	const session = await readSession(store, id, now());
	return session && isWaiting(session.state) ? session : undefined;
}
