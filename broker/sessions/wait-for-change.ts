import type { SessionDependencies } from './dependencies';
import { readSession, type Session } from './session';

/**
 * Waits until a session's state is another than it was, its time is up, or the wait is over.
 * Looks again at least once an interval, so that a lost wake-up costs no more than that.
 * @param milliseconds how long to wait at most
 * @param signal ends the wait early, with the session as it stands
 * @returns undefined where the session is gone
 */
export async function waitForChange(
	{ store, notifier, now, sleep }: SessionDependencies,
	session: Session,
	milliseconds: number,
	signal: AbortSignal,
): Promise<Session | undefined> {
	const until = Math.min(now() + milliseconds, session.facts.expiresAt);
	let nap = new AbortController();
	const wake = () => {
		nap.abort();
	};
	const unsubscribe = notifier.subscribe(session.id, wake);
	signal.addEventListener('abort', wake);
	try {
		for (;;) {
			nap = new AbortController();
			const latest = await readSession(store, session.id, now());
			const left = until - now();
			if (latest?.state !== session.state || left <= 0 || signal.aborted) return latest;
			await sleep(Math.min(left, session.facts.interval * 1_000), nap.signal);
		}
	} finally {
		unsubscribe();
		signal.removeEventListener('abort', wake);
	}
}
