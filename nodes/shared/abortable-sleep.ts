import { sleep } from 'n8n-workflow';

/** Longest time that a timer outlives an abort, since n8n's sleep cannot be ended. Milliseconds. */
const SLICE = 1_000;

/**
 * Waits, but not beyond an abort.
 * @param duration milliseconds
 * @throws the signal's reason as soon as it aborts, also where it had before
 */
export async function abortableSleep(duration: number, signal: AbortSignal): Promise<void> {
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
