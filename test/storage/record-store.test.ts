import { setTimeout as sleep } from 'node:timers/promises';
import { storeLocation } from '../../broker/config/parsers';
import { openStorage } from '../../broker/storage/open-storage';
import type { Storage } from '../../broker/storage/storage';
import type { RecordKey } from '../../broker/storage/record-store';
import { StoreFull, StoreUnavailable } from '../../broker/storage/store-faults';
import { describeRedis, overEveryStore, type StoreUnderTest } from '../support/stores';
import { startRedis } from '../support/redis';

const TIMEOUT_MS = 500;

function open(location: string, memoryCeiling = 64 * 1024 * 1024): Promise<Storage> {
	return openStorage({
		location: storeLocation.parse(location),
		timeoutMs: TIMEOUT_MS,
		memoryCeiling,
		now: Date.now,
		onFault: () => undefined,
	});
}

async function connected(location: string): Promise<Storage> {
	const storage = await open(location);
	for (let tries = 0; tries < 50; tries += 1) {
		if (
			await storage.store.ping().then(
				() => true,
				() => false,
			)
		)
			break;
		await sleep(20);
	}
	return storage;
}

let count = 0;
function freshKey(name = 'session'): RecordKey {
	count += 1;
	return { session: `contract-${String(process.pid)}-${String(count)}`, name };
}

overEveryStore((start) => {
	let under: StoreUnderTest;
	let storage: Storage;
	beforeAll(async () => {
		under = await start();
		storage = await connected(under.location);
	});
	afterAll(async () => {
		await storage.close();
		await under.stop();
	});

	test('gives back what was written, in the order of the keys, and undefined for what is not there', async () => {
		const [one, two, none] = [freshKey(), freshKey(), freshKey()];
		await storage.store.write(one, { text: 'ünï 🔑', list: [1, null, true] }, 60_000);
		await storage.store.write(two, 'plain', 60_000);
		expect(await storage.store.read([two, none, one])).toEqual([
			'plain',
			undefined,
			{ text: 'ünï 🔑', list: [1, null, true] },
		]);
	});

	test('a record is gone when its time is up', async () => {
		const key = freshKey();
		await storage.store.write(key, 1, 80);
		expect(await storage.store.read([key])).toEqual([1]);
		await sleep(120);
		expect(await storage.store.read([key])).toEqual([undefined]);
		expect(await storage.store.delete(key)).toBe(false);
	});

	test('writing again replaces the value and its time', async () => {
		const key = freshKey();
		await storage.store.write(key, 'old', 60);
		await storage.store.write(key, 'new', 60_000);
		await sleep(100);
		expect(await storage.store.read([key])).toEqual(['new']);
	});

	test('of fifty concurrent deletes exactly one is told true, in two hundred rounds', async () => {
		for (let round = 0; round < 200; round += 1) {
			const key = freshKey('claim');
			await storage.store.write(key, 1, 60_000);
			const told = await Promise.all(Array.from({ length: 50 }, () => storage.store.delete(key)));
			expect(told.filter(Boolean)).toHaveLength(1);
		}
	});

	test('records of one name in different sessions, and of different names in one, do not touch', async () => {
		const one = freshKey('a');
		const other = { session: one.session, name: 'b' };
		const elsewhere = freshKey('a');
		await Promise.all([one, other, elsewhere].map((key, at) => storage.store.write(key, at, 60_000)));
		expect(await storage.store.delete(one)).toBe(true);
		expect(await storage.store.read([one, other, elsewhere])).toEqual([undefined, 1, 2]);
	});
});

describe('the memory store', () => {
	test('refuses to write at its ceiling, keeps what it has, and writes again once something has expired', async () => {
		const storage = await open('memory:', 1024 * 1024);
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
		await storage.close();
	});
});

describeRedis('a Redis that fails', () => {
	test('a fault is never an absent record: every verb throws while it is away, at once, and works when it is back', async () => {
		const redis = await startRedis();
		const storage = await connected(redis.url);
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
		let back = false;
		for (let tries = 0; tries < 100 && !back; tries += 1) {
			await sleep(50);
			back = await storage.store.ping().then(
				() => true,
				() => false,
			);
		}
		await storage.store.write(key, 'again', 60_000);
		expect(await storage.store.read([key])).toEqual(['again']);
		await storage.close();
		await redis.stop();
	});

	test('one that does not answer is a fault after the timeout', async () => {
		const redis = await startRedis();
		const storage = await connected(redis.url);
		redis.freeze();
		await expect(storage.store.read([freshKey()])).rejects.toBeInstanceOf(StoreUnavailable);
		redis.thaw();
		await sleep(100);
		expect(await storage.store.read([freshKey()])).toEqual([undefined]);
		await storage.close();
		await redis.stop();
	});

	test('one that was never there is a fault, too', async () => {
		const storage = await open('redis://127.0.0.1:1');
		await expect(storage.store.read([freshKey()])).rejects.toBeInstanceOf(StoreUnavailable);
		await storage.close();
	});
});
