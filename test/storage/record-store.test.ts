import { setTimeout as sleep } from 'node:timers/promises';
import type { Storage } from '../../broker/storage/storage';
import { connectedStorage, freshKey } from '../support/opened-storage';
import { overEveryStore } from '../support/stores';

overEveryStore((start) => {
	let storage: Storage;
	beforeAll(async () => {
		storage = await connectedStorage((await start()).location);
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
