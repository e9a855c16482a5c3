import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordStore } from './record-store';

/** Milliseconds between two attempts. */
const RETRY_DELAY = 20;

/**
 * Waits until the store answers, so that the first calls after a start find it; but not longer than it may take to
 * answer any call. A broker whose store is away starts all the same.
 * @param timeoutMs milliseconds
 */
export async function waitForStore(store: RecordStore, timeoutMs: number): Promise<void> {
	const until = Date.now() + timeoutMs;
	while (!(await answers(store)) && Date.now() < until) await sleep(RETRY_DELAY);
}

async function answers(store: RecordStore): Promise<boolean> {
	return await store.ping().then(
		() => true,
		() => false,
	);
}
