import { MemoryAdapter } from './memory-adapter';
import { InProcessNotifier } from './notifier';
import { MemoryOpenSessions } from './open-sessions';
import { MemorySchedule } from './schedule';
import type { StorageBackend } from './storage';

/** What the memory store is opened with. */
export interface MemoryBackendOptions {
	/** Bytes that it may hold. */
	readonly memoryCeiling: number;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
}

/** Everything in this process; gone when it ends. */
export function memoryBackend({ memoryCeiling, now }: MemoryBackendOptions): StorageBackend {
	const adapter = new MemoryAdapter(memoryCeiling, now);
	return {
		backend: {
			// Keyv takes anything with a Map's verbs; the narrower type is what its declaration asks for.
			adapter: adapter as unknown as Map<string, string>,
			ping: () => Promise.resolve(),
			close: () => {
				adapter.disconnect();
				return Promise.resolve();
			},
		},
		notifier: new InProcessNotifier(),
		schedule: new MemorySchedule(),
		expiries: new MemorySchedule(),
		openSessions: new MemoryOpenSessions(),
		scripts: undefined,
	};
}
