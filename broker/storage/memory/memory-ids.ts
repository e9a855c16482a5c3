import { recordKey } from '../record-keys';
import type { MemoryAdapter } from './memory-adapter';

/** Ids in a batch. */
const BATCH = 1_000;
const [PREFIX, SUFFIX] = recordKey('\0', 'state').split('\0') as [string, string];

/**
 * The ids of the sessions in this process, in batches between which others have their turn. A session that is created
 * or ends meanwhile may be among them or not.
 */
export async function* memoryIds(adapter: MemoryAdapter): AsyncGenerator<readonly string[]> {
	let batch: string[] = [];
	for (const key of adapter.keys()) {
		if (!key.startsWith(PREFIX)) continue;
		batch.push(key.slice(PREFIX.length, -SUFFIX.length));
		if (batch.length < BATCH) continue;
		yield batch;
		batch = [];
		await new Promise(setImmediate);
	}
	if (batch.length > 0) yield batch;
}
