import { RECORD_NAMES, type Change, type RecordName } from '../../broker/storage/record-store';
import type { Storage } from '../../broker/storage/storage';
import { connectedStorage, freshSession, newSession } from '../support/opened-storage';
import { startRedis, type RunningRedis } from '../support/redis';
import { describeRedis } from '../support/stores';
import { until } from '../support/until';

describeRedis('on Redis', () => {
	let redis: RunningRedis;
	let storage: Storage;
	let session: string;
	beforeAll(async () => {
		redis = await startRedis();
		storage = await connectedStorage(redis.url);
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
	test('every key ends when it should, by the clock of Redis', async () => {
		const all = Object.fromEntries(
			RECORD_NAMES.map((each, at) => [each, { value: 1, lifetime: (at + 1) * 10_000 }]),
		);
		await storage.store.create(session, newSession(all));
		const ttl = async (at: RecordName) =>
			Number((await redis.command(`PTTL linkauth::${at}:{${session}}`)).slice(1));
		const expectTtl = async (at: RecordName, most: number) => {
			expect(await ttl(at)).toBeLessThanOrEqual(most);
			expect(await ttl(at)).toBeGreaterThan(most - 5_000);
		};
		for (const [at, each] of RECORD_NAMES.entries()) await expectTtl(each, (at + 1) * 10_000);
		// The state ends in 20 s.
		await change({
			write: { state: { value: 2 }, envelope: { value: 2 }, callback: { value: 2, lifetime: 90_000 } },
			shorten: { pace: 30_000, asked: 50_000 },
			lengthen: { ended: 120_000 },
		});
		await expectTtl('state', 20_000);
		await expectTtl('envelope', 20_000);
		await expectTtl('callback', 90_000);
		await expectTtl('pace', 30_000);
		await expectTtl('asked', 10_000);
		await expectTtl('ended', 120_000);
	});

	test('each verb is one command', async () => {
		const warm = freshSession();
		const verbs = async (id: string) => {
			await storage.store.create(id, newSession());
			const { state } = await storage.store.read(id, ['state', 'asked']);
			await storage.store.change(id, {
				expected: { name: 'state', version: state?.version ?? '' },
				write: { state: { value: 2 }, envelope: { value: 'e' } },
				returning: 'asked',
			});
			await storage.store.remove(id);
		};
		// The scripts are there afterwards.
		await verbs(warm);
		const commands = await redis.monitor();
		await verbs(session);
		await until(() => commands.some((line) => line.includes('DEL')));
		// What a script does is shown as well, as coming from it.
		const sent = commands.filter((line) => line.includes(session) && !line.includes(' lua] '));
		expect(sent.map((line) => / "(\w+)"/.exec(line)?.[1]?.toUpperCase())).toEqual([
			'EVALSHA',
			'MGET',
			'EVALSHA',
			'EVALSHA',
		]);
	});
});
