import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '../../broker/storage/store-faults';
import { answers, connectedStorage, freshKey, openedStorage } from '../support/opened-storage';
import { startRedis } from '../support/redis';
import { describeRedis } from '../support/stores';
import { until } from '../support/until';

describeRedis('a Redis that fails', () => {
	test('a fault is never an absent record: every verb throws while it is away, at once, and works when it is back', async () => {
		const redis = await startRedis();
		const storage = await connectedStorage(redis.url);
		const key = freshKey();
		await redis.stop();
		await sleep(50);
		for (const verb of [
			() => storage.store.read([key]),
			() => storage.store.write(key, 1, 60_000),
			() => storage.store.delete(key),
			() => storage.store.ping(),
		]) {
			await expect(verb()).rejects.toBeInstanceOf(StoreUnavailable);
		}
		await redis.start();
		await until(() => answers(storage));
		await storage.store.write(key, 'again', 60_000);
		expect(await storage.store.read([key])).toEqual(['again']);
	});

	test('one that does not answer is a fault after the timeout', async () => {
		const redis = await startRedis();
		const storage = await connectedStorage(redis.url);
		redis.freeze();
		await expect(storage.store.read([freshKey()])).rejects.toBeInstanceOf(StoreUnavailable);
		redis.thaw();
		await sleep(100);
		expect(await storage.store.read([freshKey()])).toEqual([undefined]);
	});

	test('one that was never there is a fault, too', async () => {
		const storage = await openedStorage('redis://127.0.0.1:1');
		await expect(storage.store.read([freshKey()])).rejects.toBeInstanceOf(StoreUnavailable);
	});
});
