import { setTimeout as sleep } from 'node:timers/promises';
import {
	RECORD_NAMES,
	type Change,
	type RecordName,
	type StoredRecord,
} from '../../broker/storage/record-store';
import type { Storage } from '../../broker/storage/storage';
import { connectedStorage, freshSession, newSession } from '../support/opened-storage';
import type { RunningRedis } from '../support/redis';
import { overEveryStore } from '../support/stores';
import { until } from '../support/until';

const MINUTE = 60_000;
/** Milliseconds after which a record is over, long enough to read it before on a busy machine. */
const SHORT = 500;
/** Until what has {@link SHORT} to live is over. */
const shortIsOver = () => sleep(SHORT + 50);

overEveryStore((start) => {
	let storage: Storage;
	/** Another broker of the same store; the same one in memory, where there are no others. */
	let other: Storage;
	let redis: RunningRedis | undefined;
	let location: string;
	let session: string;
	beforeAll(async () => {
		({ location, redis } = await start());
		storage = await connectedStorage(location);
		other = redis ? await connectedStorage(location) : storage;
	});
	beforeEach(() => {
		session = freshSession();
	});

	const read = async (...names: RecordName[]) =>
		other.store.read(session, names.length > 0 ? names : RECORD_NAMES);
	/** What is in the session, without versions. */
	const values = async () => {
		const records = Object.entries(await read()) as [RecordName, StoredRecord][];
		return Object.fromEntries(records.map(([at, { value }]) => [at, value]));
	};
	const versionOf = async (at: RecordName) => (await read(at))[at]?.version ?? 'none';
	/** A change that expects the state as it is now. */
	const change = async (changes: Omit<Change, 'expected'>, at: RecordName = 'state') =>
		storage.store.change(session, { ...changes, expected: { name: at, version: await versionOf(at) } });
	describe('create', () => {
		test('writes all records, each of them to be read by its name, on every broker', async () => {
			expect(
				await storage.store.create(
					session,
					newSession({
						asked: { value: { fields: ['a'] }, lifetime: MINUTE },
						callback: { value: ['url'], lifetime: MINUTE },
					}),
				),
			).toBe(true);
			expect(await values()).toEqual({
				asked: { fields: ['a'] },
				state: { status: 'new' },
				callback: ['url'],
			});
			expect(Object.keys(await read('callback', 'envelope'))).toEqual(['callback']);
		});

		test('of a hundred at once on two brokers one alone is told true, and its records are those that are there', async () => {
			const made = await Promise.all(
				Array.from({ length: 100 }, (_, at) =>
					(at % 2 === 0 ? storage : other).store.create(
						session,
						newSession({
							state: { value: at, lifetime: MINUTE },
							...(at % 3 === 0 && { callback: { value: at, lifetime: MINUTE } }),
						}),
					),
				),
			);
			expect(made.filter(Boolean)).toHaveLength(1);
			const winner = made.indexOf(true);
			expect(await values()).toEqual({ state: winner, ...(winner % 3 === 0 && { callback: winner }) });
		});

		test.each(RECORD_NAMES.filter((each) => each !== 'state'))(
			'an id is taken for as long as the %s of an earlier session is there',
			async (at) => {
				await storage.store.create(session, newSession({ [at]: { value: 'earlier', lifetime: MINUTE } }));
				await change({ remove: ['state'] });
				expect(await other.store.create(session, newSession())).toBe(false);
				expect(await values()).toEqual({ [at]: 'earlier' });
			},
		);
	});

	describe('change', () => {
		test('is made where the version is as expected, once', async () => {
			await storage.store.create(session, newSession({ asked: { value: 1, lifetime: MINUTE } }));
			const version = await versionOf('state');
			const expected = { name: 'state', version } as const;
			const changed = await storage.store.change(session, {
				expected,
				write: { state: { value: 'second' }, envelope: { value: 'sealed' } },
				remove: ['asked'],
			});
			expect(await values()).toEqual({ state: 'second', envelope: 'sealed' });
			expect(changed).toEqual({ version: await versionOf('state') });
			expect(
				await other.store.change(session, {
					expected,
					write: { state: { value: 'third' } },
					remove: ['envelope'],
					shorten: { state: 1 },
				}),
			).toBeUndefined();
			await sleep(5);
			expect(await values()).toEqual({ state: 'second', envelope: 'sealed' });
			// What it gave is what the next change expects.
			const again = { name: 'state', version: changed?.version ?? '' } as const;
			expect(
				await other.store.change(session, { expected: again, write: { state: { value: 3 } } }),
			).toBeDefined();
		});

		test('of fifty at once on two brokers that expect the same version, one alone is made, in a hundred rounds', async () => {
			await storage.store.create(session, newSession());
			for (let round = 0; round < 100; round += 1) {
				const expected = { name: 'state', version: await versionOf('state') } as const;
				const changes = await Promise.all(
					Array.from({ length: 50 }, (_, at) =>
						(at % 2 === 0 ? storage : other).store.change(session, {
							expected,
							write: { state: { value: at }, envelope: { value: at } },
						}),
					),
				);
				const made = changes.flatMap((each, at) => (each ? [at] : []));
				expect(made).toHaveLength(1);
				expect(await values()).toEqual({ state: made[0], envelope: made[0] });
			}
		});

		test('may depend on any record; where that is gone, or never was, nothing happens', async () => {
			await storage.store.create(session, newSession({ callback: { value: 'a', lifetime: MINUTE } }));
			const version = await versionOf('callback');
			expect(await change({ write: { callback: { value: 'b' } } }, 'callback')).toBeDefined();
			expect(await change({ remove: ['callback'] }, 'callback')).toEqual({});
			const expected = { name: 'callback', version } as const;
			for (const gone of [session, freshSession()]) {
				expect(
					await storage.store.change(gone, {
						expected,
						write: { callback: { value: 'c' }, state: { value: 'c' } },
					}),
				).toBeUndefined();
			}
			expect(await values()).toEqual({ state: { status: 'new' } });
		});

		test('after the end, and after a removal, is not made and leaves nothing', async () => {
			await storage.store.create(session, newSession({ state: { value: 1, lifetime: SHORT } }));
			const late = { expected: { name: 'state', version: await versionOf('state') } } as const;
			await shortIsOver();
			const write = { state: { value: 2, lifetime: MINUTE }, envelope: { value: 2, lifetime: MINUTE } };
			expect(await storage.store.change(session, { ...late, write })).toBeUndefined();
			expect(await storage.store.create(session, newSession())).toBe(true);
			const removed = { expected: { name: 'state', version: await versionOf('state') } } as const;
			expect(await other.store.remove(session)).toBe(true);
			expect(await storage.store.change(session, { ...removed, write })).toBeUndefined();
			expect(await values()).toEqual({});
		});

		test('gives back a record as it was before, whether or not it is written or removed', async () => {
			await storage.store.create(session, newSession({ callback: { value: { of: 'x' }, lifetime: MINUTE } }));
			const before = await read('state', 'callback');
			expect(await change({ remove: ['callback'], returning: 'callback' })).toEqual({
				returned: before.callback,
			});
			expect((await change({ write: { state: { value: 2 } }, returning: 'state' }))?.returned).toEqual(
				before.state,
			);
			expect(await change({ returning: 'envelope' })).toEqual({});
		});

		test('touches no other session, and no other record', async () => {
			const neighbour = freshSession();
			await storage.store.create(neighbour, newSession({ asked: { value: 'n', lifetime: MINUTE } }));
			await storage.store.create(session, newSession({ asked: { value: 'own', lifetime: MINUTE } }));
			await change({ write: { state: { value: 2 } }, remove: ['callback'] });
			await storage.store.remove(session);
			const left = await other.store.read(neighbour, RECORD_NAMES);
			expect([left.asked?.value, left.state?.value]).toEqual(['n', { status: 'new' }]);
		});
	});

	describe('ends', () => {
		test('each record has its own; when it is over it is absent', async () => {
			await storage.store.create(
				session,
				newSession({ asked: { value: 1, lifetime: SHORT }, state: { value: 2, lifetime: MINUTE } }),
			);
			expect(await values()).toEqual({ asked: 1, state: 2 });
			await until(async () => (await read('asked')).asked === undefined);
			expect(await values()).toEqual({ state: 2 });
		});

		test('everything is gone in the end, and the id may be used again', async () => {
			await storage.store.create(
				session,
				newSession({ asked: { value: 1, lifetime: SHORT }, state: { value: 2, lifetime: SHORT } }),
			);
			await change({ write: { envelope: { value: 'e' }, state: { value: 3 } } });
			await shortIsOver();
			expect(await values()).toEqual({});
			expect(await storage.store.create(session, newSession())).toBe(true);
		});

		test('a record that is written without a lifetime ends with the one that the change depends on', async () => {
			await storage.store.create(session, newSession({ state: { value: 1, lifetime: SHORT } }));
			for (let at = 0; at < 5; at += 1) {
				await change({ write: { state: { value: at }, envelope: { value: 'e' } } });
			}
			expect(await values()).toEqual({ state: 4, envelope: 'e' });
			await shortIsOver();
			expect(await values()).toEqual({});
		});

		test('a record that is written with a lifetime has that one', async () => {
			await storage.store.create(session, newSession());
			await change({ write: { state: { value: 2 }, envelope: { value: 'e', lifetime: SHORT } } });
			await shortIsOver();
			expect(await values()).toEqual({ state: 2 });
			await change({
				write: { state: { value: 3, lifetime: SHORT }, envelope: { value: 'f', lifetime: MINUTE } },
			});
			await shortIsOver();
			expect(await values()).toEqual({ envelope: 'f' });
		});

		test('shorten ends a record earlier, and never later', async () => {
			await storage.store.create(
				session,
				newSession({ asked: { value: 1, lifetime: SHORT }, callback: { value: 2, lifetime: MINUTE } }),
			);
			await change({ shorten: { asked: MINUTE, callback: SHORT, envelope: SHORT } });
			expect(await values()).toMatchObject({ asked: 1, callback: 2 });
			await shortIsOver();
			expect(await values()).toEqual({ state: { status: 'new' } });
		});

		test('lengthen ends a record later, and never earlier, and brings none back', async () => {
			await storage.store.create(
				session,
				newSession({ asked: { value: 1, lifetime: SHORT }, callback: { value: 2, lifetime: MINUTE } }),
			);
			await change({ lengthen: { asked: MINUTE, callback: SHORT, envelope: MINUTE } });
			await shortIsOver();
			expect(await values()).toEqual({ asked: 1, state: { status: 'new' }, callback: 2 });
		});

		test('shorten holds for a record that the same change writes', async () => {
			await storage.store.create(session, newSession());
			await change({ write: { state: { value: 2 } }, shorten: { state: SHORT } });
			expect(await values()).toEqual({ state: 2 });
			await shortIsOver();
			expect(await values()).toEqual({});
		});
	});

	describe('remove', () => {
		test('leaves nothing, and tells one caller alone that it removed the state', async () => {
			const everything = Object.fromEntries(
				RECORD_NAMES.map((each) => [each, { value: each, lifetime: MINUTE }]),
			);
			await storage.store.create(session, newSession(everything));
			const removed = await Promise.all(
				Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? storage : other).store.remove(session)),
			);
			expect(removed.filter(Boolean)).toHaveLength(1);
			expect(await values()).toEqual({});
			if (redis) expect(await redis.command(`KEYS *${session}*`)).toBe('*0\r\n');
			else expect(storage.room().used).toBe(usedBefore);
		});

		test('removes what is left where the state is gone', async () => {
			await storage.store.create(session, newSession({ callback: { value: 1, lifetime: MINUTE } }));
			await change({ remove: ['state'] });
			expect(await storage.store.remove(session)).toBe(false);
			expect(await values()).toEqual({});
		});

		let usedBefore: number | undefined;
		beforeEach(() => {
			usedBefore = storage.room().used;
		});
	});

	test('a version never comes again, whoever writes', async () => {
		// Brokers that have just begun.
		const brokers = redis
			? await Promise.all([connectedStorage(location), connectedStorage(location)])
			: [storage];
		const seen = new Set<string>();
		for (let round = 0; round < 10; round += 1) {
			for (const { store } of brokers) {
				await store.create(session, newSession());
				for (let at = 0; at < 5; at += 1) {
					const version = await versionOf('state');
					seen.add(version);
					const write = { state: { value: 'the same' } };
					await store.change(session, { expected: { name: 'state', version }, write });
				}
				seen.add(await versionOf('state'));
				await store.remove(session);
			}
		}
		expect(seen.size).toBe(60 * brokers.length);
	});

	test.each([
		['texts of every kind', 'ünï 🔑 \u0000\u001f\u2028 "quoted" \\ \ud83d\ude00 ' + '한'.repeat(50)],
		['texts that begin like markers of a serialization', [':colon', '::two', ':base64:AAAA', ':']],
		['numbers', [0, -1, 1.5, 1e21, 1_795_554_607_451, Number.MAX_SAFE_INTEGER]],
		['nothing', [null, false, '', {}, []]],
		['depth', JSON.parse('[{"a":'.repeat(30) + '1' + '}]'.repeat(30))],
		['names of members', { value: { value: 1, version: 'x', expires: 1 }, expires: 5, '{': '}' }],
		['2 MB', 'QUFB'.repeat(500_000)],
	])('gives back what was written, to the bit: %s', async (_, value: unknown) => {
		await storage.store.create(session, newSession({ asked: { value, lifetime: MINUTE } }, 3_000_000));
		expect(await values()).toEqual({ asked: value, state: { status: 'new' } });
		await change({ write: { envelope: { value } } });
		await change({ write: { state: { value } } });
		expect(await change({ returning: 'envelope' })).toMatchObject({ returned: { value } });
		expect(await values()).toEqual({ asked: value, state: value, envelope: value });
	});
});
