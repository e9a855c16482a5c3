import { InProcessNotifier } from '../notifier';
import type { Storage } from '../storage';
import { MemoryAdapter } from './memory-adapter';
import { MemoryDueList } from './memory-due-list';
import { memoryIds } from './memory-ids';
import { MemoryRecordStore } from './memory-record-store';
import { steadyClock } from './steady-clock';

/**
 * Everything in this process; gone when it ends.
 * @param ceiling bytes that records may take
 */
export function openMemoryStorage(ceiling: number): Storage {
	const adapter = new MemoryAdapter(steadyClock);
	const notifier = new InProcessNotifier();
	const store = new MemoryRecordStore(adapter, ceiling, notifier);
	return {
		store,
		now: steadyClock,
		notifier,
		callbacksDue: new MemoryDueList(steadyClock),
		ending: new MemoryDueList(steadyClock),
		toEnd: new MemoryDueList(steadyClock),
		ids: () => memoryIds(adapter),
		room: () => store.room(),
		scripts: undefined,
		close: async () => {
			adapter.disconnect();
			await notifier.close();
		},
	};
}
