import { sealEnvelope } from '../../protocol/envelope';
import { anyKeys, createSession, sessionOf, type AgentSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { freePort } from '../support/free-port';
import { call } from '../support/http';
import { metricsAt } from '../support/metrics';
import { person } from '../support/person';
import { startRedis, type RunningRedis } from '../support/redis';
import { describeRedis } from '../support/stores';
import { until } from '../support/until';

const KEY = { 'idempotency-key': 'attempt-0123456789' };

/** Creates sessions until no more are taken, and gives them with what refused the next one. */
async function fill(broker: RunningBroker, request: object = {}): Promise<readonly AgentSession[]> {
	const keys = await anyKeys();
	const sessions: AgentSession[] = [];
	for (;;) {
		const body = { public_key: keys.publicKey, template: 'api_key', ...request };
		const answer = await call<AgentSession['reply']>(broker.url, 'POST', '/v1/sessions', { body });
		if (answer.status !== 201) {
			expect(answer.body).toMatchObject({ status: 503, code: 'store_full' });
			expect(answer.headers['retry-after']).toBe('30');
			return sessions;
		}
		sessions.push(sessionOf(broker.url, answer.body, keys));
	}
}

/** The whole way of a session that was there before the store was full. */
async function goesThrough(broker: RunningBroker, session: AgentSession): Promise<void> {
	const { code } = session.reply;
	expect((await session.poll({ prefer: 'wait=0' })).body.status).toBe('pending');
	expect((await person.lookUp(broker.url, code)).status).toBe(200);
	const { body } = await person.confirm(broker.url, code, KEY);
	// As often as a browser may repeat it whose answers are lost.
	for (let times = 0; times < 5; times += 1)
		expect((await person.confirm(broker.url, code, KEY)).status).toBe(200);
	const fields = { api_key: 'k'.repeat(200) };
	const ciphertext = await sealEnvelope(session.keys.publicKey, fields);
	expect((await person.complete(broker.url, code, { ciphertext, ...body }, KEY)).status).toBe(204);
	const ready = await session.poll(KEY);
	expect(await session.open(ready.body)).toEqual(fields);
	expect((await session.poll(KEY)).body).toEqual(ready.body);
}

/** Room is kept for the sessions that there are: a store that fills up refuses new ones, and nothing else. */
describe('a memory store that is full', () => {
	let broker: RunningBroker;
	const metrics = { at: undefined as ReturnType<typeof metricsAt> | undefined };
	beforeAll(async () => {
		metrics.at = metricsAt(await freePort());
		broker = await startBroker({ LINKAUTH_MEMORY_CEILING: '1', ...metrics.at.setting });
	});

	test('refuses new sessions alone, says so, and takes some again when there is room', async () => {
		const sessions = await fill(broker);
		expect(sessions.length).toBeGreaterThan(50);
		const ready = await call(broker.url, 'GET', '/ready');
		expect(ready.body).toMatchObject({ status: 'ready', store: { full: true } });
		expect(await metrics.at?.sum('linkauth_store_full', {})).toBe(1);
		for (const session of sessions) await goesThrough(broker, session);
		for (const session of sessions) expect((await session.cancel()).status).toBe(204);
		await createSession(broker.url);
		expect((await call(broker.url, 'GET', '/ready')).body).toMatchObject({ store: { full: false } });
		expect(await metrics.at?.sum('linkauth_store_full', {})).toBe(0);
	}, 60_000);

	test('of sessions that were answered without an Idempotency-Key nothing is burnt by it', async () => {
		const sessions = await fill(broker, { agent_state: 'x'.repeat(8_000) });
		for (const session of sessions) {
			const given = await person.give(broker.url, session.reply.code, { api_key: 'k' });
			expect(given.status).toBe(204);
			expect((await session.poll()).body.status).toBe('ready');
		}
		for (const session of sessions) await session.cancel();
	}, 60_000);
});

describeRedis('a Redis that is full', () => {
	let redis: RunningRedis;
	let broker: RunningBroker;
	let metrics: ReturnType<typeof metricsAt>;
	beforeEach(async () => {
		redis = await startRedis();
		await redis.command('CONFIG SET maxmemory-policy noeviction');
		metrics = metricsAt(await freePort());
		broker = await startBroker({ LINKAUTH_STORE: redis.url, ...metrics.setting });
	});

	const usedMemory = async () =>
		Number(/^used_memory:(\d+)/m.exec(await redis.command('INFO memory'))?.[1] ?? 0);
	const isFull = async () => {
		const { body } = await call<{ store: { full: boolean } }>(broker.url, 'GET', '/ready');
		return body.store.full;
	};

	test('refuses new sessions well before it is, says so, and takes some again when there is room', async () => {
		const sessions = await Promise.all(Array.from({ length: 40 }, () => createSession(broker.url)));
		// What is used is nine tenths from now on: nothing is refused by Redis itself.
		await redis.command(`CONFIG SET maxmemory ${String(Math.ceil((await usedMemory()) / 0.9))}`);
		await until(isFull);
		expect(await metrics.sum('linkauth_store_full', {})).toBe(1);
		expect(await fill(broker)).toEqual([]);
		for (const session of sessions) await goesThrough(broker, session);
		await redis.command('CONFIG SET maxmemory 0');
		await until(async () => !(await isFull()));
		await createSession(broker.url);
	}, 60_000);

	test('serves those who wait to the end, also when others have filled it to the brim', async () => {
		const sessions = await Promise.all(Array.from({ length: 40 }, () => createSession(broker.url)));
		await redis.command(`CONFIG SET maxmemory ${String((await usedMemory()) - 1_000)}`);
		expect(await redis.command('SET somebody else')).toContain('OOM');
		// A few more may find what a connection that has gone leaves free.
		const all = [...sessions, ...(await fill(broker))];
		for (const session of all) await goesThrough(broker, session);
		for (const session of all) expect((await session.cancel()).status).toBe(204);
	}, 60_000);
});
