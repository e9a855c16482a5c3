import { KeyClaims } from '../../broker/operator/key-claims';
import { StoreOperator } from '../../broker/operator/store-operator';
import { sessionPseudonymizer } from '../../broker/monitoring/pseudonymize';
import type { Storage } from '../../broker/storage/storage';
import { freePort } from '../support/free-port';
import { connectedStorage, freshSession, newSession, openedStorage } from '../support/opened-storage';
import { startRedis } from '../support/redis';
import { describeRedis, overEveryStore } from '../support/stores';

const LOG_KEY = 'a-log-key-of-the-tests-0123456789abcdef';

/** An operator over a storage, whose endings are only collected. */
function operatorOver(storage: Storage) {
	const wanted: string[] = [];
	const operator = new StoreOperator({
		storage,
		pseudonymize: sessionPseudonymizer(LOG_KEY),
		keys: () => [],
		end: async (batches) => {
			for await (const batch of batches) wanted.push(...batch.map(({ id }) => id));
			return { ended: wanted.length, gone: 0, left: 0 };
		},
		close: () => Promise.resolve(),
	});
	return { operator, wanted };
}

/** Writes sessions as brokers write them. @param at milliseconds after the first */
async function createMany(storage: Storage, count: number, owner: string): Promise<string[]> {
	const ids = Array.from({ length: count }, freshSession);
	const createdAt = storage.now() - count;
	for (let first = 0; first < count; first += 200) {
		await Promise.all(
			ids.slice(first, first + 200).map((id, at) =>
				storage.store.create(
					id,
					newSession({
						asked: {
							value: {
								createdAt: createdAt + first + at,
								expiresAt: createdAt + 600_000,
								owner,
								publicKey: 'k'.repeat(400),
							},
							lifetime: 600_000,
						},
						state: { value: { status: at % 2 === 0 ? 'pending' : 'confirmed' }, lifetime: 600_000 },
					}),
				),
			),
		);
	}
	return ids;
}

overEveryStore((start, name) => {
	/** Writing more of them to a Redis takes longer than listing them. */
	const count = name === 'memory' ? 50_000 : 10_000;

	test(`${String(count)} sessions are listed and ended while others are served`, async () => {
		const { location } = await start();
		const storage = await connectedStorage(location, { timeoutMs: 5_000, memoryCeiling: 1024 ** 3 });
		const ids = await createMany(storage, count, 'Finance');
		const { operator, wanted } = operatorOver(storage);
		let turns = 0;
		const turn = () => {
			turns += 1;
			next = setImmediate(turn);
		};
		let next = setImmediate(turn);
		const list = await operator.list({ limit: 3 });
		clearImmediate(next);
		expect(list.total).toBe(count);
		expect(list.by_key).toMatchObject([
			{ key: 'Finance', pending: count / 2, confirmed: count / 2, ready: 0 },
		]);
		const pseudonymize = sessionPseudonymizer(LOG_KEY);
		expect(list.sessions.map(({ id }) => id)).toEqual(ids.slice(0, 3).map(pseudonymize));
		// Nobody waits for the whole of it.
		expect(turns).toBeGreaterThan(count / 2_000);
		await operator.end({ key: 'Finance' });
		expect(wanted.toSorted()).toEqual(ids.toSorted());
	}, 120_000);

	test('a beginning that several have names none of them', async () => {
		const { location } = await start();
		const storage = await connectedStorage(location, { timeoutMs: 5_000 });
		const ids = await createMany(storage, 2_000, 'Finance');
		const names = ids.map(sessionPseudonymizer(LOG_KEY));
		const counts = Map.groupBy(names, (name) => name.slice(0, 4));
		const [shared = ''] = [...counts].find(([, same]) => same.length > 1) ?? [];
		const { operator, wanted } = operatorOver(storage);
		const [first = ''] = names;
		await expect(operator.end({ ids: [first, shared] })).rejects.toThrow(
			/open sessions have an id that begins with/,
		);
		await expect(operator.show('0')).rejects.toThrow('is no id');
		expect(wanted).toEqual([]);
		await operator.end({ ids: [first, first] });
		expect(wanted).toEqual([ids[0]]);
	}, 60_000);
});

describeRedis('over a Redis', () => {
	test('that is away, everything says so', async () => {
		const storage = await openedStorage(`redis://127.0.0.1:${String(await freePort())}`, { timeoutMs: 300 });
		const { operator } = operatorOver(storage);
		await expect(operator.list({ limit: 1 })).rejects.toThrow('The store failed to list sessions.');
		await expect(operator.end({ all: true })).rejects.toThrow('The store failed to list sessions.');
		await expect(operator.keys()).rejects.toThrow('The store failed to list sessions.');
	});

	test('a key is abandoned once nobody has it, and no sooner', async () => {
		const { url } = await startRedis();
		const { scripts } = await connectedStorage(url);
		if (!scripts) throw new Error('Redis has scripts');
		const lifetime = 400;
		const [one, other] = [new KeyClaims(scripts, lifetime), new KeyClaims(scripts, lifetime)];
		await one.claim(['A key: with colons', 'Both']);
		await other.claim(['Both']);
		expect(await one.abandoned()).toEqual([]);
		expect(await one.release('Both')).toBe(false);
		expect(await other.release('Both')).toBe(true);
		await new Promise((resolve) => setTimeout(resolve, lifetime + 100));
		await other.claim(['Another']);
		expect(await other.abandoned()).toEqual(['A key: with colons']);
		await other.forget('A key: with colons');
		expect(await other.abandoned()).toEqual([]);
	});
});
