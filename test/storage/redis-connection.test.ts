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
import { until } from '../support/until';

/** Two brokers of one store. */
interface Pair {
	readonly topology: RunningTopology;
	readonly one: RunningBroker;
	readonly two: RunningBroker;
}

const TOPOLOGIES: [string, () => Promise<RunningTopology>][] = [
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

describeRedis('two brokers on', () => {
	const pairs = new Map<string, Pair>();
	// All at once: most of their start is waiting.
	beforeAll(async () => {
		const starts = TOPOLOGIES.map(async ([name, start]) => pairs.set(name, await startPair(start)));
		await Promise.all(starts);
	}, 60_000);

	function pairOn(name: string): Pair {
		const pair = pairs.get(name);
		if (!pair) throw new Error(`nothing was started on ${name}`);
		return pair;
	}

	describe.each(TOPOLOGIES)('%s', (name) => {
		test('a poll that waits on one wakes when the other takes the confirmation', async () => {
			const { one, two } = pairOn(name);
			const session = await createSession(one.url);
			const confirmed = session.poll({ prefer: 'wait=20' });
			await sleep(300);
			const started = performance.now();
			const { connect_token } = (await person.confirm(two.url, session.reply.code)).body;
			expect((await confirmed).body.status).toBe('confirmed');
			// The interval is 30 seconds: without the message it takes that long.
			expect(performance.now() - started).toBeLessThan(5_000);
			expect(connect_token).toBeDefined();
		});

		test('every step may be taken on another broker than the one before', async () => {
			const { one, two } = pairOn(name);
			const session = await createSession(one.url);
			expect((await person.give(two.url, session.reply.code, { api_key: 'across' })).status).toBe(204);
			const elsewhere = sessionOf(one.url, session.reply, session.keys);
			expect(await elsewhere.open((await elsewhere.poll()).body)).toEqual({ api_key: 'across' });
			expect((await session.cancel()).status).toBe(204);
		});
	});

	test('a Redis watched by Sentinels: a session goes on in the replica when the master is lost', async () => {
		const { topology, one, two } = pairOn('a Redis watched by Sentinels');
		const session = await createSession(one.url);
		await sleep(200);
		if (!topology.failOver) throw new Error('there is nothing to fail over to');
		await topology.failOver();
		// As the page does: a 503 is tried again.
		await until(async () => (await person.lookUp(two.url, session.reply.code)).status === 200, 10_000);
		expect((await person.give(two.url, session.reply.code, { api_key: 'survived' })).status).toBe(204);
		expect(await session.open((await session.poll({ prefer: 'wait=1' })).body)).toEqual({
			api_key: 'survived',
		});
	}, 60_000);
});

async function startPair(start: () => Promise<RunningTopology>): Promise<Pair> {
	const topology = await start();
	const settings = {
		...topology.environment,
		LINKAUTH_STORE: topology.location,
		LINKAUTH_POLL_INTERVAL: '30',
	};
	const [one, two] = await Promise.all([startBroker(settings), startBroker(settings)]);
	for (const { url } of [one, two])
		await until(async () => (await person.lookUp(url, 'AAAA-AAAA')).status === 404, 20_000);
	return { topology, one, two };
}
