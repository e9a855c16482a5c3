import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { MemoryAdapter } from '../../broker/storage/memory/memory-adapter';
import { MemoryRecordStore } from '../../broker/storage/memory/memory-record-store';
import { InProcessNotifier } from '../../broker/storage/notifier';
import { StoreFull } from '../../broker/storage/store-faults';
import type { NewSession, RecordStore } from '../../broker/storage/record-store';
import type { Storage } from '../../broker/storage/storage';
import { cleanup } from '../support/cleanup';
import { freshSession, openedStorage } from '../support/opened-storage';

const HOUR = 3_600_000;
const MEBIBYTE = 1024 * 1024;
/** Bytes of the largest envelope of a form with a file. */
const LARGEST = 1_900_000;
/** As texts: what most people enter, sealed, and what a confirmation and a submission add to a state. */
const USUAL = 'e'.repeat(2_000);
const GROWTH = 's'.repeat(2_000);

/** A session as they are: with a key, a form and hashes. */
function usualSession(): NewSession {
	const lifetime = HOUR;
	const asked = {
		displayName: 'The monthly invoices of ACME',
		fields: [{ name: 'api_key', label: 'API key', type: 'password', required: true }],
		publicKey: 'A'.repeat(392),
		modulusBytes: 256,
		pollTokenHash: 'b'.repeat(64),
		createdAt: Date.now(),
		expiresAt: Date.now() + lifetime,
		interval: 5,
		owner: 'workflows',
		requester: { name: 'Invoice robot', verified: true },
	};
	// As from a request: nothing is shared with another session.
	const value: unknown = JSON.parse(JSON.stringify(asked));
	return {
		records: { asked: { value, lifetime }, state: { value: { status: 'pending' }, lifetime } },
		largestEnvelope: LARGEST,
	};
}

/** Creates sessions until one is refused. */
async function fill(store: RecordStore): Promise<string[]> {
	const made: string[] = [];
	while (made.length < 20_000) {
		const session = freshSession();
		try {
			await store.create(session, usualSession());
		} catch (error) {
			expect(error).toBeInstanceOf(StoreFull);
			expect(await store.read(session, ['asked', 'state'])).toEqual({});
			return made;
		}
		made.push(session);
	}
	throw new Error('none is refused');
}

/** Writes a state and an envelope, as if somebody had confirmed or completed. */
async function write(
	{ store }: Storage,
	session: string,
	state: unknown,
	envelope?: string,
): Promise<boolean> {
	const { state: before } = await store.read(session, ['state']);
	const changed = await store.change(session, {
		expected: { name: 'state', version: before?.version ?? '' },
		write: { state: { value: state }, ...(envelope !== undefined && { envelope: { value: envelope } }) },
	});
	return changed !== undefined;
}

test('a full store refuses new sessions only: each that there is can be confirmed, completed, collected and removed', async () => {
	const storage = await openedStorage('memory:', { memoryCeiling: 2 * MEBIBYTE });
	expect(storage.room()).toEqual({ full: false, used: 0 });
	const sessions = await fill(storage.store);
	expect(sessions.length).toBeGreaterThan(200);
	expect(storage.room().full).toBe(true);
	for (const session of sessions) expect(await write(storage, session, GROWTH)).toBe(true);
	expect(storage.room().full).toBe(true);
	for (const session of sessions) expect(await write(storage, session, `${GROWTH} ready`, USUAL)).toBe(true);
	await expect(storage.store.create(freshSession(), usualSession())).rejects.toBeInstanceOf(StoreFull);
	for (const session of sessions) {
		const { state } = await storage.store.read(session, ['state']);
		const collected = await storage.store.change(session, {
			expected: { name: 'state', version: state?.version ?? '' },
			write: { state: { value: `${GROWTH} consumed` } },
			shorten: { envelope: HOUR },
			returning: 'envelope',
		});
		expect(collected?.returned?.value).toBe(USUAL);
	}
	for (const session of sessions) expect(await storage.store.remove(session)).toBe(true);
	expect(storage.room()).toEqual({ full: false, used: 0 });
	expect(await storage.store.create(freshSession(), usualSession())).toBe(true);
});

test('new sessions are taken again as soon as some are over, before anything is swept', async () => {
	let now = 1_000_000;
	const never = 2 ** 31 - 1;
	const adapter = cleanup(new MemoryAdapter(() => now, never), (it) => {
		it.disconnect();
	});
	const store = new MemoryRecordStore(adapter, 2 * MEBIBYTE, new InProcessNotifier());
	const sessions = await fill(store);
	expect(store.room().full).toBe(true);
	now += HOUR;
	expect(store.room().full).toBe(false);
	expect((await fill(store)).length).toBe(sessions.length);
});

test('of records that end together none ends in the middle of a change or a read', async () => {
	let now = 1_000_000;
	/** Milliseconds that pass between two looks at the clock, as on a machine that pauses. */
	let pause = 0;
	const adapter = cleanup(new MemoryAdapter(() => (now += pause), 2 ** 31 - 1), (it) => {
		it.disconnect();
	});
	const store = new MemoryRecordStore(adapter, MEBIBYTE, new InProcessNotifier());
	const session = freshSession();
	await store.create(session, usualSession());
	const version = (await store.read(session, ['state'])).state?.version ?? '';
	// One look before they end.
	now += HOUR - 3;
	pause = 2;
	expect(Object.keys(await store.read(session, ['asked', 'state']))).toHaveLength(2);
	now -= 2;
	const value = { status: 'confirmed' };
	const expected = { name: 'state', version } as const;
	const change = { expected, write: { state: { value } }, lengthen: { asked: HOUR, state: HOUR } };
	expect(await store.change(session, change)).toBeDefined();
	pause = 0;
	now += 60_000;
	expect(await store.read(session, ['asked', 'state'])).toMatchObject({ asked: {}, state: { value } });
});

test('a larger envelope takes what nobody has a claim to, and none of what is kept for others', async () => {
	const storage = await openedStorage('memory:', { memoryCeiling: 2 * MEBIBYTE });
	const [first = '', second = '', ...others] = await fill(storage.store);
	const large = 'L'.repeat(240_000);
	// An eighth is kept for one of them.
	expect(await write(storage, first, 'ready', large)).toBe(true);
	await expect(write(storage, second, 'ready', large)).rejects.toBeInstanceOf(StoreFull);
	// Nothing of it was written.
	expect(await storage.store.read(second, ['state', 'envelope'])).toMatchObject({
		state: { value: { status: 'pending' } },
	});
	expect((await storage.store.read(second, ['envelope'])).envelope).toBeUndefined();
	for (const session of others) expect(await write(storage, session, 'ready', USUAL)).toBe(true);
	// Over the one that it has: that one's room counts.
	expect(await write(storage, first, 'ready', large)).toBe(true);
	await storage.store.remove(first);
	expect(await write(storage, second, 'ready', large)).toBe(true);
});

test('10,000 sessions fit into 64 MiB, and take no more of the heap than is counted', async () => {
	setFlagsFromString('--expose-gc');
	const collectGarbage = runInNewContext('gc') as () => void;
	const heap = () => {
		collectGarbage();
		return process.memoryUsage().heapUsed;
	};
	const storage = await openedStorage('memory:', { memoryCeiling: 64 * MEBIBYTE });
	const before = heap();
	const sessions = Array.from({ length: 10_000 }, freshSession);
	for (const session of sessions) expect(await storage.store.create(session, usualSession())).toBe(true);
	for (const session of sessions) await write(storage, session, 'ready', `${USUAL}${session}`);
	const taken = heap() - before;
	const counted = (storage.room().used ?? 0) * 64 * MEBIBYTE;
	// What the heap shows depends a little on the moment.
	expect(counted).toBeGreaterThan(taken * 0.8);
});
