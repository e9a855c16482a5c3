import type { Storage } from '../../broker/storage/storage';
import { connectedStorage, freshSession, newSession, openedStorage } from '../support/opened-storage';
import { startCluster, startSentinels } from '../support/redis-topologies';
import { describeRedis, overEveryStore } from '../support/stores';

/** More than one batch of either store. */
const MANY = 2_500;

/** Every id that a storage lists, in batches. */
async function batchesOf(storage: Storage): Promise<(readonly string[])[]> {
	const batches: (readonly string[])[] = [];
	for await (const batch of storage.ids()) batches.push(batch);
	return batches;
}

async function createMany(storage: Storage, count: number): Promise<string[]> {
	const ids = Array.from({ length: count }, freshSession);
	// Some at a time: each has to be answered in time.
	for (let at = 0; at < count; at += 100)
		await Promise.all(ids.slice(at, at + 100).map((id) => storage.store.create(id, newSession())));
	return ids;
}

overEveryStore((start, name) => {
	let storage: Storage;
	let location: string;
	beforeEach(async () => {
		({ location } = await start());
		storage = await connectedStorage(location);
	});

	test('lists the sessions that there are, in batches, and nothing else', async () => {
		const ids = await createMany(storage, MANY);
		await storage.callbacksDue.set('another', 0);
		const [gone = '', ...left] = ids;
		await storage.store.remove(gone);
		const batches = await batchesOf(storage);
		expect(batches.length).toBeGreaterThan(1);
		expect([...new Set(batches.flat())].toSorted()).toEqual(left.toSorted());
	});

	test('lists each session once, whatever records it has', async () => {
		const id = freshSession();
		const lifetime = 60_000;
		const records = { asked: { value: 'a', lifetime }, envelope: { value: 'e', lifetime } };
		await storage.store.create(id, newSession(records));
		expect((await batchesOf(storage)).flat()).toEqual([id]);
	});

	test('leaves out what is over, and lets others have their turn in between', async () => {
		await createMany(storage, MANY);
		const over = freshSession();
		await storage.store.create(over, newSession({ state: { value: 's', lifetime: 1 } }));
		await new Promise((resolve) => setTimeout(resolve, 20));
		let turns = 0;
		const turn = () => {
			turns += 1;
			next = setImmediate(turn);
		};
		let next = setImmediate(turn);
		const listed = (await batchesOf(storage)).flat();
		clearImmediate(next);
		expect(listed).not.toContain(over);
		expect(turns).toBeGreaterThan(name === 'memory' ? 1 : 2);
	});
});

describeRedis('the sessions of a Redis', () => {
	test('never come from KEYS, which would stop it for everybody', async () => {
		const topology = await startCluster();
		const storage = await connectedStorage(topology.location, { timeoutMs: 5_000 });
		const ids = await createMany(storage, 200);
		topology.command?.('config', 'resetstat');
		expect((await batchesOf(storage)).flat().toSorted()).toEqual(ids.toSorted());
		const commands = topology.command?.('info', 'commandstats') ?? '';
		expect(commands).toContain('cmdstat_scan');
		expect(commands).not.toContain('cmdstat_keys');
	}, 60_000);

	test('behind Sentinels are those of the master', async () => {
		const topology = await startSentinels();
		const storage = await connectedStorage(topology.location, { timeoutMs: 5_000 });
		const ids = await createMany(storage, 50);
		expect((await batchesOf(storage)).flat().toSorted()).toEqual(ids.toSorted());
	}, 60_000);

	test('cannot be listed while it is away, which is said', async () => {
		const storage = await openedStorage('redis://127.0.0.1:1', { timeoutMs: 300 });
		await expect(batchesOf(storage)).rejects.toThrow('The store failed to list sessions.');
	});
});
