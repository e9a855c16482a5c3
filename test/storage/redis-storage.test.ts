import { StoreFull, StoreUnavailable } from '../../broker/storage/store-faults';
import type { NewSession } from '../../broker/storage/record-store';
import type { Storage } from '../../broker/storage/storage';
import { answers, connectedStorage, freshSession, openedStorage } from '../support/opened-storage';
import { startRedis } from '../support/redis';
import { describeRedis } from '../support/stores';
import { until } from '../support/until';

const MINUTE = 60_000;
const CREATED: NewSession = {
	records: { asked: { value: 'asked', lifetime: MINUTE }, state: { value: 'new', lifetime: MINUTE } },
	largestEnvelope: 10_000,
};

/** Changes the state of a session. @returns whether it was changed */
async function changeState({ store }: Storage, session: string, value: unknown): Promise<boolean> {
	const { state } = await store.read(session, ['state']);
	const expected = { name: 'state', version: state?.version ?? '' } as const;
	return (await store.change(session, { expected, write: { state: { value } } })) !== undefined;
}

/** Every call of a storage that asks Redis. */
function everyCall(storage: Storage, session: string): (() => Promise<unknown>)[] {
	const { store, callbacksDue } = storage;
	const expected = { name: 'state', version: 'v' } as const;
	return [
		() => store.create(session, CREATED),
		() => store.read(session, ['state']),
		() => store.change(session, { expected }),
		() => store.remove(session),
		() => store.ping(),
		() => callbacksDue.set(session, 0),
		() => callbacksDue.take(1_000, 1),
		() => callbacksDue.settle({ id: session, lease: '1' }),
		() => callbacksDue.remove(session),
	];
}

describeRedis('a Redis that fails', () => {
	test('a fault is never an absent record: every call throws at once while it is away, and works when it is back', async () => {
		const redis = await startRedis();
		// Longer than the test may take: nothing waits for it.
		const storage = await openedStorage(redis.url, { timeoutMs: 120_000 });
		await until(() => answers(storage));
		const session = freshSession();
		await storage.store.create(session, CREATED);
		await redis.stop();
		await until(async () => !(await answers(storage)));
		for (const call of everyCall(storage, session))
			await expect(call()).rejects.toBeInstanceOf(StoreUnavailable);
		await redis.start();
		await until(() => answers(storage));
		// What was asked for meanwhile did not wait in a queue. And it came back empty.
		expect(await storage.store.read(session, ['asked', 'state'])).toEqual({});
		// The scripts are sent again.
		expect(await storage.store.create(session, CREATED)).toBe(true);
		expect(await changeState(storage, session, 'again')).toBe(true);
		expect(await storage.store.remove(session)).toBe(true);
	});

	test('one that keeps its data goes on with it after a crash', async () => {
		const redis = await startRedis({ durable: true });
		const storage = await connectedStorage(redis.url);
		const session = freshSession();
		await storage.store.create(session, CREATED);
		await storage.callbacksDue.set(session, 0);
		await redis.crash();
		await redis.start();
		await until(() => answers(storage));
		expect(await changeState(storage, session, 'again')).toBe(true);
		expect(await storage.callbacksDue.take(1_000, 5)).toMatchObject([{ id: session }]);
	});

	test('one that forgets its scripts is sent them', async () => {
		const redis = await startRedis();
		const storage = await connectedStorage(redis.url);
		const session = freshSession();
		await storage.store.create(session, CREATED);
		await redis.command('SCRIPT FLUSH');
		expect(await changeState(storage, session, 'again')).toBe(true);
		await redis.command('SCRIPT FLUSH');
		expect(await storage.store.remove(session)).toBe(true);
	});

	test('one that does not answer is a fault after the timeout', async () => {
		const redis = await startRedis();
		const storage = await connectedStorage(redis.url, { timeoutMs: 500 });
		const session = freshSession();
		redis.freeze();
		const calls = everyCall(storage, session).map((call) => call());
		for (const each of await Promise.allSettled(calls)) {
			expect(each).toMatchObject({ status: 'rejected', reason: { name: 'StoreUnavailable' } });
		}
		redis.thaw();
		await until(() => answers(storage));
		await storage.store.remove(session);
		expect(await storage.store.read(session, ['state'])).toEqual({});
	});

	test('one that is busy with somebody else is a fault', async () => {
		const redis = await startRedis();
		const storage = await connectedStorage(redis.url);
		await redis.command('CONFIG SET busy-reply-threshold 10');
		void redis.command('EVAL "while true do end" 0').catch(() => undefined);
		await until(async () => !(await answers(storage)));
		for (const call of everyCall(storage, freshSession())) {
			await expect(call()).rejects.toBeInstanceOf(StoreUnavailable);
		}
		await redis.command('SCRIPT KILL');
		await until(() => answers(storage));
	});

	test('one that does not write, for want of a replica, does not count as one that answers', async () => {
		const redis = await startRedis();
		const storage = await connectedStorage(redis.url);
		await redis.command('CONFIG SET min-replicas-to-write 1');
		await expect(storage.store.ping()).rejects.toBeInstanceOf(StoreUnavailable);
		await expect(storage.store.create(freshSession(), CREATED)).rejects.toBeInstanceOf(StoreUnavailable);
		await redis.command('CONFIG SET min-replicas-to-write 0');
		await storage.store.ping();
	});

	test('one that does not answer is not sent more and more', async () => {
		const redis = await startRedis();
		const storage = await openedStorage(redis.url, { timeoutMs: 120_000 });
		await until(() => answers(storage));
		redis.freeze();
		const session = freshSession();
		let refused = 0;
		const calls = Array.from({ length: 12_000 }, () =>
			storage.store.read(session, ['state']).catch(() => {
				refused += 1;
			}),
		);
		await until(() => refused > 0);
		redis.thaw();
		await Promise.all(calls);
		expect(refused).toBeLessThan(3_000);
		expect(await storage.store.create(session, CREATED)).toBe(true);
	});

	test('one that was never there is a fault, too', async () => {
		const storage = await openedStorage('redis://127.0.0.1:1');
		for (const call of everyCall(storage, freshSession())) {
			await expect(call()).rejects.toBeInstanceOf(StoreUnavailable);
		}
	});
});

describeRedis('a Redis that is full', () => {
	/** Bytes of a server that has nothing in it, and room for tests. */
	const MAXMEMORY = 16 * 1024 * 1024;

	/** A Redis with a little room, of which so much is filled with other data. @param share of `maxmemory` */
	async function startFilled(share: number) {
		const redis = await startRedis();
		const used = async () => Number(/used_memory:(\d+)/.exec(await redis.command('INFO memory'))?.[1]);
		await redis.command(`CONFIG SET maxmemory ${String(MAXMEMORY)}`);
		const storage = await connectedStorage(redis.url);
		const session = freshSession();
		await storage.store.create(session, CREATED);
		expect(storage.room().full).toBe(false);
		for (let at = 0; (await used()) < share * MAXMEMORY; at += 1) {
			const reply = await redis.command(`SETRANGE filling:${String(at)} 100000 x`);
			if (reply.startsWith('-OOM')) break;
		}
		return {
			redis,
			storage,
			session,
			empty: () =>
				redis.command("EVAL \"return redis.call('DEL', unpack(redis.call('KEYS', 'filling:*')))\" 0"),
		};
	}

	/** All that somebody needs who waits. */
	async function expectToServe(storage: Storage, session: string): Promise<void> {
		const { store, callbacksDue } = storage;
		for (const list of [callbacksDue, storage.ending]) {
			await list.set(session, 0);
			const [due] = await list.take(MINUTE, 1);
			expect(due && (await list.settle(due, 0))).toBe(true);
			await list.remove(session);
		}
		expect(await changeState(storage, session, 's'.repeat(2_000))).toBe(true);
		const { state } = await store.read(session, ['state']);
		const expected = { name: 'state', version: state?.version ?? '' } as const;
		const ready = { state: { value: 'ready' }, envelope: { value: 'e'.repeat(100_000) } };
		const changed = await store.change(session, { expected, write: ready, remove: ['asked'] });
		expect(changed?.version).toBeDefined();
		expect((await store.read(session, ['envelope'])).envelope?.value).toHaveLength(100_000);
		await store.ping();
		expect(await store.remove(session)).toBe(true);
	}

	test('to the brim refuses new sessions only', async () => {
		const { redis, storage, session, empty } = await startFilled(1);
		// Not by what is left, but because the server refuses it.
		await redis.command('SCRIPT FLUSH');
		expect(await redis.command('SET another x')).toMatch(/^-OOM/);
		await expect(storage.store.create(freshSession(), CREATED)).rejects.toBeInstanceOf(StoreFull);
		await expectToServe(storage, session);
		await until(() => storage.room().full);
		await expect(storage.store.create(freshSession(), CREATED)).rejects.toBeInstanceOf(StoreFull);
		await empty();
		await until(() => !storage.room().full);
		expect(await storage.store.create(freshSession(), CREATED)).toBe(true);
	});

	test('is not full where it evicts what others have in it', async () => {
		const { redis, storage } = await startFilled(0.88);
		await until(() => storage.room().full);
		await redis.command('CONFIG SET maxmemory-policy allkeys-lru');
		await until(() => !storage.room().full);
		expect(storage.room().used).toBeGreaterThan(0.85);
		expect(await storage.store.create(freshSession(), CREATED)).toBe(true);
	});

	test('refuses them well before that, so that those that there are have room', async () => {
		const { redis, storage, session, empty } = await startFilled(0.88);
		expect(await redis.command('SET another x')).toMatch(/^\+OK/);
		await until(() => storage.room().full);
		expect(storage.room().used).toBeGreaterThan(0.85);
		expect(storage.room().used).toBeLessThan(1);
		const refused = freshSession();
		await expect(storage.store.create(refused, CREATED)).rejects.toBeInstanceOf(StoreFull);
		expect(await storage.store.read(refused, ['asked', 'state'])).toEqual({});
		await expectToServe(storage, session);
		await empty();
		await until(() => !storage.room().full);
		expect(await storage.store.create(refused, CREATED)).toBe(true);
	});
});
