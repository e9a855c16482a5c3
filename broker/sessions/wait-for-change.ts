import type { SessionState } from '../../protocol/states';
import type { SessionDependencies } from './dependencies';
import { endOf, type Session, type Standing } from './session';

/** What a long poll waits for: only what it needs, because thousands wait at a time. */
export interface Wait {
	readonly id: string;
	/** The state that the agent knows. */
	readonly state: SessionState;
	/** When the wait ends, in milliseconds since the epoch. */
	readonly until: number;
	/** Milliseconds after which the session is read again without a notification. */
	readonly interval: number;
}

/** Ends a sleep early. A notification while nobody sleeps ends the next sleep at once. */
export class Signal {
	#notified = false;
	#wake: (() => void) | undefined;

	readonly notify = (): void => {
		this.#notified = true;
		this.#wake?.();
	};

	/** Resolves on a notification, or after so many milliseconds. */
	within(milliseconds: number): Promise<void> {
		return new Promise((resolve) => {
			const timer = setTimeout(resolve, this.#notified ? 0 : milliseconds);
			this.#wake = () => {
				clearTimeout(timer);
				resolve();
			};
			this.#notified = false;
		});
	}
}

/**
 * A wait for a session to change, for some time or until the session ends.
 * @param seconds as the agent asked for
 */
export function waitOf(
	{ timings, now }: Pick<SessionDependencies, 'timings' | 'now'>,
	{ id, state, asked }: Session,
	seconds: number,
): Wait {
	return {
		id,
		state: state.status,
		until: Math.min(now() + seconds * timings.second, endOf(asked, state)),
		interval: asked.interval * timings.second,
	};
}

/**
 * Waits until a session has changed, has ended, or the wait is over. Reads the session at least once an interval, so
 * that a lost notification costs no more than that.
 * @param signal notified where the session may have changed or `stopped` may be true
 * @param stopped whether to end the wait early
 * @returns whether the session has changed or is gone; false where the wait ended without a change
 */
export async function waitForChange(
	dependencies: Pick<SessionDependencies, 'store' | 'notifier' | 'now'>,
	wait: Wait,
	signal: Signal,
	stopped: () => boolean,
): Promise<boolean> {
	const { notifier, now } = dependencies;
	const unsubscribe = notifier.subscribe(wait.id, signal.notify);
	try {
		while (!stopped()) {
			if (await hasChanged(dependencies, wait)) return !stopped();
			const left = wait.until - now();
			if (left <= 0) return false;
			await signal.within(Math.min(left, wait.interval));
		}
		return false;
	} finally {
		unsubscribe();
	}
}

/** Apart from the loop, which would keep the session that was read in memory for as long as it sleeps. */
async function hasChanged(
	{ store }: Pick<SessionDependencies, 'store'>,
	{ id, state }: Wait,
): Promise<boolean> {
	const record = (await store.read(id, ['state'])).state;
	return (record?.value as Standing | undefined)?.status !== state;
}
