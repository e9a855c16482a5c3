import type { DueEntry, DueList } from '../../broker/storage/due-list';
import type { Storage } from '../../broker/storage/storage';
import { connectedStorage, freshSession } from '../support/opened-storage';
import { overEveryStore } from '../support/stores';
import { until } from '../support/until';

/** Milliseconds, longer than any of these tests. */
const LONG = 600_000;

overEveryStore((start) => {
	let storage: Storage;
	let list: DueList;
	/** The same list on another broker; in memory there are no others. */
	let other: DueList;
	beforeAll(async () => {
		const { location, redis } = await start();
		storage = await connectedStorage(location);
		list = storage.callbacksDue;
		other = redis ? (await connectedStorage(location)).callbacksDue : list;
	});
	// What a test leaves is taken off.
	afterEach(async () => {
		for (const { id } of await list.take(LONG, 1_000)) await list.remove(id);
	});

	const ids = (entries: readonly DueEntry[]) => entries.map(({ id }) => id);
	/** Takes one entry that must be due. */
	const takeOne = async (from = list, lease = LONG): Promise<DueEntry> => {
		const [entry] = await from.take(lease, 1);
		if (!entry) throw new Error('nothing is due');
		return entry;
	};

	test('gives what is due, the longest due first, and no more than was asked for', async () => {
		const [a, b, c, later] = [freshSession(), freshSession(), freshSession(), freshSession()];
		await list.set(later, LONG);
		// Seconds apart: a slow machine may pause between any two of these lines.
		await list.set(c, -10_000);
		await list.set(a, -30_000);
		await list.set(b, -20_000);
		expect(ids(await other.take(LONG, 2))).toEqual([a, b]);
		expect(ids(await list.take(LONG, 2))).toEqual([c]);
		expect(await other.take(LONG, 2)).toEqual([]);
		for (const id of [a, b, c, later]) await list.remove(id);
	});

	test('what was set again is due then, and not before', async () => {
		const id = freshSession();
		await list.set(id, 0);
		await other.set(id, LONG);
		expect(await list.take(LONG, 1)).toEqual([]);
		await list.set(id, 0);
		expect(await takeOne()).toMatchObject({ id });
		await list.remove(id);
	});

	test('advancing sets what is not on the list, and makes due sooner what is, and never later', async () => {
		const id = freshSession();
		await list.advance(id, 0);
		await other.advance(id, LONG);
		expect(ids(await list.take(LONG, 5))).toEqual([id]);
		await list.set(id, LONG);
		await other.advance(id, 0);
		expect(ids(await list.take(LONG, 5))).toEqual([id]);
		await list.remove(id);
	});

	test('a lease goes on where advancing changes nothing, and ends where it does', async () => {
		const id = freshSession();
		await list.set(id, 0);
		const entry = await takeOne();
		await other.advance(id, 2 * LONG);
		expect(await list.settle(entry, 0)).toBe(true);
		const again = await takeOne();
		await other.advance(id, 1_000);
		expect(await list.settle(again)).toBe(false);
		await list.remove(id);
	});

	test('of many takers at once one alone gets an entry', async () => {
		const all = Array.from({ length: 40 }, freshSession);
		for (const id of all) await list.set(id, 0);
		const takes = Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? list : other).take(LONG, 3));
		const taken = (await Promise.all(takes)).flatMap(ids);
		expect(taken.toSorted()).toEqual(all.toSorted());
		for (const id of all) await list.remove(id);
	});

	test('what nobody settled is due again after its lease, for whoever asks', async () => {
		const id = freshSession();
		await list.set(id, 0);
		const first = await takeOne(list, 100);
		expect(await other.take(LONG, 1)).toEqual([]);
		await until(async () => {
			const [again] = await other.take(LONG, 1);
			return again?.id === id && again.lease !== first.lease;
		});
		expect(await list.settle(first)).toBe(false);
		await list.remove(id);
	});

	test('settling takes an entry off, or sets when it is due again; once', async () => {
		const [done, again] = [freshSession(), freshSession()];
		await list.set(done, 0);
		const first = await takeOne();
		expect(await other.settle(first)).toBe(true);
		expect(await list.settle(first)).toBe(false);
		await list.set(again, 0);
		const second = await takeOne();
		expect(await list.settle(second, 0)).toBe(true);
		expect(await list.settle(second, LONG)).toBe(false);
		const third = await takeOne(other);
		expect(third.id).toBe(again);
		expect(await list.settle(third, LONG)).toBe(true);
		expect(await list.take(LONG, 5)).toEqual([]);
		await list.remove(again);
	});

	test('settling has no effect once the entry was set, removed or taken since', async () => {
		const id = freshSession();
		const stale: DueEntry[] = [];
		const expectStale = async () => {
			for (const each of stale) {
				expect(await list.settle(each)).toBe(false);
				expect(await other.settle(each, 0)).toBe(false);
			}
		};
		for (let round = 0; round < 20; round += 1) {
			await list.set(id, 0);
			await expectStale();
			stale.push(await takeOne());
			await list.set(id, 0);
			await expectStale();
			stale.push(await takeOne());
			await list.remove(id);
			await expectStale();
			expect(await list.take(LONG, 1)).toEqual([]);
		}
	});

	test('setting an entry that is taken for exactly as long ends the lease all the same', async () => {
		// Many times, because it depends on what the clock shows at both moments.
		for (let round = 0; round < 200; round += 1) {
			const id = freshSession();
			await list.set(id, 0);
			const taken = await takeOne();
			await other.set(id, LONG);
			expect(await list.settle(taken)).toBe(false);
			await list.remove(id);
		}
	});

	test('the lists of a storage are two', async () => {
		const id = freshSession();
		await storage.ending.set(id, 0);
		expect(await list.take(LONG, 1)).toEqual([]);
		expect(ids(await storage.ending.take(LONG, 1))).toEqual([id]);
		await storage.ending.remove(id);
	});

	test('thousands that were set in any order, some again and some removed, come in the order in which they are due', async () => {
		const all = Array.from({ length: 3_000 }, (_, at) => ({
			id: freshSession(),
			delay: (at * 7_919) % 3_000,
		}));
		// Due in the past by now, one a millisecond.
		await Promise.all(all.map(({ id }) => list.set(id, LONG)));
		await Promise.all(all.map(({ id, delay }) => list.set(id, delay * 10 - 60_000)));
		const removed = all.filter((_, at) => at % 5 === 0);
		await Promise.all(removed.map(({ id }) => list.remove(id)));
		const expected = all
			.filter((each) => !removed.includes(each))
			.toSorted((a, b) => a.delay - b.delay)
			.map(({ id }) => id);
		const taken: string[] = [];
		for (let some = await list.take(LONG, 170); some.length > 0; some = await list.take(LONG, 170)) {
			taken.push(...ids(some));
			for (const each of some) await list.settle(each);
		}
		// Commands may pass each other by some milliseconds.
		const place = new Map(expected.map((id, at) => [id, at]));
		expect(taken.toSorted()).toEqual(expected.toSorted());
		for (const [at, id] of taken.entries()) expect(Math.abs((place.get(id) ?? NaN) - at)).toBeLessThan(150);
	});
});
