import { sleep } from 'n8n-workflow';

/** The time and how to wait, as a parameter: tests pass a clock that does not really wait. */
export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	/**
	 * Waits for so many milliseconds, or until the signal aborts.
	 * @throws the signal's reason as soon as it aborts, also where it had before
	 */
	sleep(duration: number, signal: AbortSignal): Promise<void>;
}

/** This machine's clock. */
export const SYSTEM_CLOCK: Clock = { now: () => Date.now(), sleep: abortableSleep };

/** Milliseconds for which a timer outlives an abort at the most, since n8n's sleep cannot be ended. */
const SLICE = 1_000;

async function abortableSleep(duration: number, signal: AbortSignal): Promise<void> {
	signal.throwIfAborted();
	const until = Date.now() + duration;
	const listening = new AbortController();
	const aborted = new Promise<void>((resolve) => {
		signal.addEventListener(
			'abort',
			() => {
				resolve();
			},
			{ signal: listening.signal },
		);
	});
	for (let left = duration; left > 0 && !signal.aborted; left = until - Date.now()) {
		await Promise.race([sleep(Math.min(left, SLICE)), aborted]);
	}
	listening.abort();
	signal.throwIfAborted();
}
