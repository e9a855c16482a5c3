import { readSession } from '../sessions/session';
import type { Storage } from '../storage/storage';
import { AT_A_TIME, isOpen, type OpenSession } from './each-session';
import type { Ended } from './operator';

/** Milliseconds between two looks at what has ended. */
const LOOK_INTERVAL = 200;

/** What asking brokers needs. */
export interface AskDependencies {
	readonly storage: Pick<Storage, 'store' | 'toEnd'>;
	readonly sleep: (milliseconds: number) => Promise<void>;
	/** Milliseconds after which no broker seems to be there, where not one more has ended. */
	readonly timeoutMs: number;
}

/**
 * Has sessions ended by the brokers of their store, which write it to their audit logs and count it: puts them on the
 * list that each broker looks at every second, and waits until they have ended. What is left stays on the list, for the
 * next broker that starts.
 * @throws StoreUnavailable
 */
export async function askBrokers(
	{ storage, sleep, timeoutMs }: AskDependencies,
	batches: AsyncIterable<readonly OpenSession[]>,
): Promise<Ended> {
	const { store, toEnd } = storage;
	let left: readonly string[] = [];
	for await (const batch of batches) {
		await Promise.all(batch.map(({ id }) => toEnd.set(id, 0)));
		left = [...left, ...batch.map(({ id }) => id)];
	}
	const asked = left.length;
	for (let waited = 0; left.length > 0 && waited < timeoutMs; waited += LOOK_INTERVAL) {
		await sleep(LOOK_INTERVAL);
		const still = await stillOpen(store, left);
		if (still.length < left.length) waited = 0;
		left = still;
	}
	return { ended: asked - left.length, gone: 0, left: left.length };
}

/** Those of some sessions that are open; of many only the beginning is looked at, as far as it has ended. */
async function stillOpen(store: Storage['store'], ids: readonly string[]): Promise<readonly string[]> {
	for (let at = 0; at < ids.length; at += AT_A_TIME) {
		const part = ids.slice(at, at + AT_A_TIME);
		const read = await Promise.all(part.map((id) => readSession(store, id)));
		const open = part.filter((_, index) => {
			const session = read[index];
			return session !== undefined && isOpen(session);
		});
		if (open.length > 0) return [...open, ...ids.slice(at + AT_A_TIME)];
	}
	return [];
}
