import { isWaiting } from '../../protocol/states';
import type { SessionDependencies } from './dependencies';
import { readSession, type Session } from './session';
import { tell } from './tell';

/** What it works with. */
export type SeeOutDependencies = Pick<SessionDependencies, 'store' | 'now' | 'sleep' | 'observer'>;

/** Milliseconds before a session's end at which it counts as expired: after its end there is nothing left to read. */
const LAST_MOMENT = 50;

/**
 * Stays with a session until its end, and tells the observer where nobody has decided it by then.
 * @param signal gives up before the end
 * @returns whether it stayed until the end
 */
export async function seeOut(
	dependencies: SeeOutDependencies,
	id: string,
	signal: AbortSignal,
): Promise<boolean> {
	const first = await waiting(dependencies, id);
	if (!first) return true;
	const left = first.facts.expiresAt - LAST_MOMENT - dependencies.now();
	await dependencies.sleep(Math.max(0, left), signal);
	if (signal.aborted) return false;
	const last = await waiting(dependencies, id);
	if (last) tell(dependencies, 'expired', last);
	return true;
}

async function waiting({ store, now }: SeeOutDependencies, id: string): Promise<Session | undefined> {
	const session = await readSession(store, id, now());
	return session && isWaiting(session.state) ? session : undefined;
}
