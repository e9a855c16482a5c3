import type { Answer } from '../../broker/page/api';
import { retryDelay, retryUntilAnswered, type RetrySignal } from '../../broker/page/flow/retry';
import type { Failure } from '../../broker/page/state';

describe('the delay before the next attempt', () => {
	test('doubles from two seconds to thirty', () => {
		expect([0, 1, 2, 3, 4, 5, 50].map((attempt) => retryDelay(attempt, 'no-connection'))).toEqual([
			2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
		]);
	});

	test('is at least Retry-After, which is limited unless the rate is', () => {
		expect(retryDelay(0, 'unavailable', 20)).toBe(20_000);
		expect(retryDelay(0, 'unavailable', 3_600)).toBe(30_000);
		expect(retryDelay(3, 'unavailable', 5)).toBe(16_000);
		expect(retryDelay(0, 'rate-limited', 60)).toBe(60_000);
		expect(retryDelay(0, 'rate-limited', 1)).toBe(2_000);
		expect(retryDelay(0, 'rate-limited')).toBe(15_000);
	});
});

describe('a call', () => {
	const failed: Answer<string> = { kind: 'failed', failure: 'unavailable', retryAfter: 7 };
	const ok: Answer<string> = { kind: 'ok', value: 'done' };

	/** Gives these answers one after the other, without waiting, and records failures and waits. */
	async function retry(answers: readonly Answer<string>[]) {
		const failures: Failure[] = [];
		const waits: number[] = [];
		const signal: RetrySignal = {
			notify: () => undefined,
			wait: (until) => {
				waits.push(until - Date.now());
				return Promise.resolve();
			},
		};
		const left = [...answers];
		const answer = await retryUntilAnswered(
			() => Promise.resolve(left.shift() ?? ok),
			signal,
			new AbortController().signal,
			(failure) => failures.push(failure),
		);
		return { answer, failures, waits, calls: answers.length - left.length };
	}

	test('that is answered is made once', async () => {
		const { answer, failures, waits } = await retry([ok]);
		expect(answer).toEqual({ kind: 'ok', value: 'done', repeated: false });
		expect([failures, waits]).toEqual([[], []]);
	});

	test('that is refused is final', async () => {
		const refused: Answer<string> = { kind: 'refused', status: 409, code: 'x' };
		const { answer, calls } = await retry([refused, ok]);
		expect(answer).toEqual({ ...refused, repeated: false });
		expect(calls).toBe(1);
	});

	test('that fails is repeated, and every attempt is reported', async () => {
		jest.useFakeTimers({ now: 0 });
		const { answer, failures, waits } = await retry([failed, failed, ok]).finally(() => jest.useRealTimers());
		expect(answer).toMatchObject({ kind: 'ok', repeated: true });
		expect(waits).toEqual([7_000, 7_000]);
		expect(failures).toEqual([
			{ kind: 'unavailable', retryAt: 7_000 },
			{ kind: 'unavailable' },
			{ kind: 'unavailable', retryAt: 7_000 },
			{ kind: 'unavailable' },
		]);
	});

	test('that is aborted has no answer', async () => {
		const controller = new AbortController();
		const reason = new Error('another step');
		const failures: Failure[] = [];
		const answer = retryUntilAnswered(
			() => {
				controller.abort(reason);
				return Promise.resolve(failed);
			},
			{ notify: () => undefined, wait: () => Promise.resolve() },
			controller.signal,
			(failure) => failures.push(failure),
		);
		await expect(answer).rejects.toBe(reason);
		expect(failures).toEqual([]);
	});
});
