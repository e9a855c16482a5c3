import type { Answer, Call } from '../api';
import type { Trouble } from '../state';

/** The end of a repeated call: an answer that is not trouble. */
export type FinalAnswer<Value> = Exclude<Answer<Value>, { readonly kind: 'trouble' }> & {
	/** Whether an earlier attempt may have reached the broker although its reply never came back. */
	readonly repeated: boolean;
};

/** Something that a person presses to try again at once. */
export interface RetryBell {
	/** Ends the wait that is under way. */
	ring(): void;
	/** Waits until then (milliseconds of Date.now()), or until the bell rings or the connection is back. */
	wait(until: number, signal: AbortSignal): Promise<void>;
}

const FIRST_MS = 2_000;
const LONGEST_MS = 30_000;
const RATE_LIMIT_SECONDS = 15;

/**
 * Repeats a call until it is answered, at growing distances, and sooner when the person asks for it or the
 * connection comes back.
 * @param onTrouble is told of each failed attempt, and of each further one as it starts
 * @throws the signal's reason when it is aborted
 */
export async function repeatUntilAnswered<Value>(
	call: Call<Value>,
	bell: RetryBell,
	signal: AbortSignal,
	onTrouble: (trouble: Trouble) => void,
): Promise<FinalAnswer<Value>> {
	for (let attempt = 0; ; attempt += 1) {
		const answer = await call(signal);
		signal.throwIfAborted();
		if (answer.kind !== 'trouble') return { ...answer, repeated: attempt > 0 };
		const kind = answer.trouble;
		const retryAt = Date.now() + pause(attempt, answer.trouble, answer.retryAfter);
		onTrouble({ kind, retryAt });
		await bell.wait(retryAt, signal);
		onTrouble({ kind });
	}
}

/** Milliseconds to the next attempt. */
function pause(attempt: number, kind: Trouble['kind'], retryAfter?: number): number {
	const growing = Math.min(FIRST_MS * 2 ** attempt, LONGEST_MS);
	if (kind === 'rate-limited') return Math.max(growing, (retryAfter ?? RATE_LIMIT_SECONDS) * 1_000);
	return Math.max(growing, Math.min((retryAfter ?? 0) * 1_000, LONGEST_MS));
}

/** A bell that also rings when the browser is online again. */
export function makeRetryBell(): RetryBell {
	const bell = new EventTarget();
	window.addEventListener('online', () => bell.dispatchEvent(new Event('ring')));
	return {
		ring: () => bell.dispatchEvent(new Event('ring')),
		wait: (until, signal) =>
			new Promise((resolve, reject) => {
				const done = new AbortController();
				const finish = (end: () => void): void => {
					done.abort();
					clearTimeout(timer);
					end();
				};
				const timer = setTimeout(() => {
					finish(resolve);
				}, until - Date.now());
				const rung = (): void => {
					finish(resolve);
				};
				const aborted = (): void => {
					finish(() => {
						reject(signal.reason as Error);
					});
				};
				bell.addEventListener('ring', rung, { signal: done.signal });
				signal.addEventListener('abort', aborted, { signal: done.signal });
			}),
	};
}
