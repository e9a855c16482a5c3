import { setTimeout as sleep } from 'node:timers/promises';
import { createSession, sessionOf } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { person } from '../support/person';
import { startRedis } from '../support/redis';
import {
	startCluster,
	startSentinels,
	startTlsRedis,
	type RunningTopology,
} from '../support/redis-topologies';
import { describeRedis } from '../support/stores';

const topologies: [string, () => Promise<RunningTopology>][] = [
	[
		'one Redis',
		async () => {
			const redis = await startRedis();
			return { location: redis.url, environment: {}, stop: () => redis.stop() };
		},
	],
	['a Redis that speaks TLS', startTlsRedis],
	['a Redis watched by Sentinels', startSentinels],
	['a Redis cluster', startCluster],
];

describeRedis('two brokers', () => {
	describe.each(topologies)('on %s', (_, start) => {
		let topology: RunningTopology;
		let brokers: RunningBroker[];
		beforeAll(async () => {
			topology = await start();
			const settings = {
				...topology.environment,
				LINKAUTH_STORE: topology.location,
				LINKAUTH_POLL_INTERVAL: '30',
			};
			brokers = await Promise.all([startBroker(settings), startBroker(settings)]);
			await ready();
		}, 60_000);
		afterAll(async () => {
			await Promise.all(brokers.map((broker) => broker.stop()));
			await topology.stop();
		});

		const at = (index: number) => brokers[index]?.url ?? '';

		async function ready(): Promise<void> {
			for (let tries = 0; tries < 200; tries += 1) {
				const answers = await Promise.all([0, 1].map((index) => person.lookUp(at(index), 'AAAA-AAAA')));
				if (answers.every((answer) => answer.status === 404)) return;
				await sleep(100);
			}
			throw new Error('the brokers did not reach their store');
		}

		test('a poll that waits on one wakes when the other takes the confirmation and the submission', async () => {
			const session = await createSession(at(0));
			const confirmed = session.poll({ prefer: 'wait=20' });
			await sleep(300);
			const started = performance.now();
			const { connect_token } = (await person.confirm(at(1), session.reply.code)).body;
			expect((await confirmed).body.status).toBe('confirmed');
			// The interval is 30 seconds: only the message can have woken it this soon.
			expect(performance.now() - started).toBeLessThan(5_000);
			expect(connect_token).toBeDefined();
		});

		test('every step may be taken on another broker than the one before', async () => {
			const session = await createSession(at(0));
			expect((await person.give(at(1), session.reply.code, { api_key: 'across' })).status).toBe(204);
			const elsewhere = sessionOf(at(0), session.reply, session.keys);
			expect(await elsewhere.open((await elsewhere.poll()).body)).toEqual({ api_key: 'across' });
			expect((await session.cancel()).status).toBe(204);
		});

		test('when the server that takes the writes is lost, a session in its replica goes on', async () => {
			if (!topology.failOver) return;
			const session = await createSession(at(0));
			await sleep(200);
			await topology.failOver();
			// As the page does: a 503 is tried again.
			for (let tries = 0; (await person.lookUp(at(1), session.reply.code)).status !== 200; tries += 1) {
				expect(tries).toBeLessThan(100);
				await sleep(100);
			}
			expect((await person.give(at(1), session.reply.code, { api_key: 'survived' })).status).toBe(204);
			expect(await session.open((await session.poll({ prefer: 'wait=1' })).body)).toEqual({
				api_key: 'survived',
			});
		}, 60_000);
	});
});
