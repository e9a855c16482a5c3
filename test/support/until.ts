import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until a condition holds, checked every 20 ms; the test fails where it does not in time.
 * @param timeoutMs milliseconds
 */
export async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 5_000): Promise<void> {
	const end = performance.now() + timeoutMs;
	while (!(await condition())) {
		if (performance.now() > end) throw new Error(`not within ${String(timeoutMs)} ms: ${String(condition)}`);
		await sleep(20);
	}
}
