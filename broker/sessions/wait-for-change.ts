import type { SessionState } from '../../protocol/states';
import type { SessionDependencies } from './dependencies';
import { readSession, type Session } from './session';

/** A wait for a session to change: no more of it than is needed while nothing happens. */
export interface Wait {
	readonly id: string;
	/** The state that the agent has seen. */
	readonly state: SessionState;
	/** Milliseconds since the epoch at which it is over. */
	readonly until: number;
	/** Milliseconds between two looks at most. */
	readonly interval: number;
}

/** Wakes one who sleeps. Rung while nobody sleeps, it cuts the next sleep short. */
export class Bell {
	#rung = false;
	#wake: (() => void) | undefined;

	readonly ring = (): void => {
		this.#rung = true;
		this.#wake?.();
	};

	/** Resolves when it is rung, or after so many milliseconds. */
	within(milliseconds: number): Promise<void> {
		return new Promise((resolve) => {
			const timer = setTimeout(resolve, this.#rung ? 0 : milliseconds);
			this.#wake = () => {
				clearTimeout(timer);
				resolve();
			};
			this.#rung = false;
		});
	}
}

/** A wait of so many milliseconds, or until the session's time is up. */
export function waitFor(session: Session, milliseconds: number, now: number): Wait {
	const { id, state, facts } = session;
	return {
		id,
		state,
		until: Math.min(now + milliseconds, facts.expiresAt),
		interval: facts.interval * 1_000,
	};
}

/**
 * Waits until a session's state is another than it was, its time is up, or the wait is over. Looks again at least once
 * an interval, so that a lost wake-up costs no more than that.
 * @param bell rung where there may be a reason to look again or to give up
 * @param givenUp tells whether to end the wait early
 * @returns whether the session has changed, or is gone; false where the wait ended early
 */
export async function waitForChange(
	dependencies: Pick<SessionDependencies, 'store' | 'notifier' | 'now'>,
	wait: Wait,
	bell: Bell,
	givenUp: () => boolean,
): Promise<boolean> {
	const { notifier, now } = dependencies;
	const unsubscribe = notifier.subscribe(wait.id, bell.ring);
	try {
		while (!givenUp()) {
			if (await hasChanged(dependencies, wait)) return !givenUp();
			const left = wait.until - now();
			if (left <= 0) return false;
			await bell.within(Math.min(left, wait.interval));
		}
		return false;
	} finally {
		unsubscribe();
	}
}

/** Apart from the loop, which would hold the session that was read for as long as it sleeps. */
async function hasChanged(
	{ store, now }: Pick<SessionDependencies, 'store' | 'now'>,
	{ id, state }: Wait,
): Promise<boolean> {
	return (await readSession(store, id, now()))?.state !== state;
}
