import { setTimeout as sleep } from 'node:timers/promises';
import type { Change } from '../../broker/storage/record-store';
import type { Storage } from '../../broker/storage/storage';
import { connectedStorage, freshSession, newSession } from '../support/opened-storage';
import { overEveryStore } from '../support/stores';
import { until } from '../support/until';

overEveryStore((start) => {
	let storage: Storage;
	/** Another broker of the same store; the same one in memory, where there are no others. */
	let other: Storage;
	let session: string;
	beforeAll(async () => {
		const { location, redis } = await start();
		storage = await connectedStorage(location);
		other = redis ? await connectedStorage(location) : storage;
	});
	beforeEach(() => {
		session = freshSession();
	});

	/** A change that expects the state as it is now. */
	const change = async (changes: Omit<Change, 'expected'>) => {
		const { state } = await storage.store.read(session, ['state']);
		return storage.store.change(session, {
			...changes,
			expected: { name: 'state', version: state?.version ?? 'none' },
		});
	};
	/** Calls of somebody who waits for the session at a storage. */
	const waitAt = (where: Storage) => {
		const calls = { count: 0 };
		const end = where.notifier.subscribe(session, () => (calls.count += 1));
		return { calls, end };
	};

	test('those who wait are notified of a change that writes or removes the state, and of a removal, once each, on every broker', async () => {
		await storage.store.create(session, newSession());
		const waiting = [waitAt(storage), ...(other === storage ? [] : [waitAt(other)])];
		const counts = () => waiting.map(({ calls }) => calls.count);
		const expectCount = (count: number) =>
			until(() => counts().every((each) => each === count)).catch(() => {
				throw new Error(`notified ${String(counts())} times instead of ${String(count)}`);
			});
		await change({ write: { state: { value: 2 } } });
		await expectCount(1);
		await change({ write: { envelope: { value: 'e' } } });
		await change({ remove: ['envelope'], shorten: { state: 60_000 } });
		await storage.store.change(session, {
			expected: { name: 'state', version: 'another' },
			write: { state: { value: 3 } },
		});
		await change({ write: { callback: { value: 'c' } } });
		await change({ remove: ['state'] });
		await expectCount(2);
		// The callback is left.
		await storage.store.remove(session);
		await expectCount(3);
		await storage.store.remove(session);
		await storage.store.create(session, newSession());
		await sleep(50);
		await expectCount(3);
		for (const { end } of waiting) end();
		await storage.store.remove(session);
		await sleep(50);
		await expectCount(3);
	});

	test('those who wait are not notified of other sessions', async () => {
		await storage.store.create(session, newSession());
		const { calls } = waitAt(other);
		const another = freshSession();
		await storage.store.create(another, newSession());
		await storage.store.remove(another);
		await storage.store.remove(session);
		await until(() => calls.count > 0);
		expect(calls.count).toBe(1);
	});
});
