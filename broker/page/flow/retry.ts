import type { Answer, Call } from '../api';
import type { Failure } from '../state';

/** The final answer of a call that was made until it had one. */
export type FinalAnswer<Value> = Exclude<Answer<Value>, { readonly kind: 'failed' }> & {
	/** Whether an earlier attempt may have reached the broker although its reply never came back. */
	readonly repeated: boolean;
};

/** Ends the wait for the next attempt early. */
export interface RetrySignal {
	/** Makes the next attempt at once. */
	notify(): void;
	/**
	 * Waits until then (milliseconds of Date.now()), or until it is notified or the browser is online again.
	 * @throws the signal's reason when it is aborted
	 */
	wait(until: number, signal: AbortSignal): Promise<void>;
}

const FIRST_MS = 2_000;
const LONGEST_MS = 30_000;
const RATE_LIMIT_SECONDS = 15;

/**
 * Repeats a call until it has an answer, with exponential backoff, and sooner when the person asks for it or the
 * browser is online again.
 * @param onFailure gets each failed attempt, and again, without `retryAt`, when the next one starts
 * @throws the signal's reason when it is aborted
 */
export async function retryUntilAnswered<Value>(
	call: Call<Value>,
	retry: RetrySignal,
	signal: AbortSignal,
	onFailure: (failure: Failure) => void,
): Promise<FinalAnswer<Value>> {
	for (let attempt = 0; ; attempt += 1) {
		const answer = await call(signal);
		signal.throwIfAborted();
		if (answer.kind !== 'failed') return { ...answer, repeated: attempt > 0 };
		const kind = answer.failure;
		const retryAt = Date.now() + retryDelay(attempt, kind, answer.retryAfter);
		onFailure({ kind, retryAt });
		await retry.wait(retryAt, signal);
		onFailure({ kind });
	}
}

/**
 * Milliseconds from a failed attempt to the next one.
 * @param attempt 0 for the first
 * @param retryAfter seconds of the reply's `Retry-After` (RFC 9110 section 10.2.3)
 */
export function retryDelay(attempt: number, kind: Failure['kind'], retryAfter?: number): number {
	const backoff = Math.min(FIRST_MS * 2 ** attempt, LONGEST_MS);
	if (kind === 'rate-limited') return Math.max(backoff, (retryAfter ?? RATE_LIMIT_SECONDS) * 1_000);
	return Math.max(backoff, Math.min((retryAfter ?? 0) * 1_000, LONGEST_MS));
}

/** A retry signal that is also notified when the browser is online again. */
export function makeRetrySignal(): RetrySignal {
	const target = new EventTarget();
	const notify = (): void => {
		target.dispatchEvent(new Event('retry'));
	};
	window.addEventListener('online', notify);
	return {
		notify,
		wait: (until, signal) =>
			new Promise((resolve, reject) => {
				const ended = new AbortController();
				const end = (settle: () => void) => (): void => {
					ended.abort();
					clearTimeout(timer);
					settle();
				};
				const timer = setTimeout(end(resolve), until - Date.now());
				target.addEventListener('retry', end(resolve), { signal: ended.signal });
				const abort = end(() => {
					reject(signal.reason as Error);
				});
				signal.addEventListener('abort', abort, { signal: ended.signal });
			}),
	};
}
