import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordStore } from './record-store';

/** Milliseconds between two looks. */
const LOOK = 20;

/**
 * Waits until the store answers, so that the first calls after a start find it; but not longer than it may take to
 * answer any call. A broker whose store is away starts all the same.
 * @param patience milliseconds
 */
export async function awaitStore(store: RecordStore, patience: number): Promise<void> {
	const until = Date.now() + patience;
	while (!(await answers(store)) && Date.now() < until) await sleep(LOOK);
}

async function answers(store: RecordStore): Promise<boolean> {
	return await store.ping().then(
		() => true,
		() => false,
	);
}
