import { setTimeout as sleep } from 'node:timers/promises';
import { StoreFull } from '../../broker/storage/store-faults';
import { freshKey, openedStorage } from '../support/opened-storage';

describe('the memory store', () => {
	test('refuses to write at its ceiling, keeps what it has, and writes again once something has expired', async () => {
		const storage = await openedStorage('memory:', { memoryCeiling: 1024 * 1024 });
		const large = 'x'.repeat(100_000);
		const kept = freshKey();
		await storage.store.write(kept, 'kept', 60_000);
		const writes = Array.from({ length: 20 }, () => storage.store.write(freshKey(), large, 100));
		const refused = (await Promise.allSettled(writes)).filter((result) => result.status === 'rejected');
		expect(refused.length).toBeGreaterThan(0);
		expect(refused.every((result) => result.reason instanceof StoreFull)).toBe(true);
		expect(await storage.store.read([kept])).toEqual(['kept']);
		await sleep(150);
		await storage.store.write(freshKey(), large, 60_000);
	});
});
