import { setTimeout as sleep } from 'node:timers/promises';
import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
import { person } from '../support/person';
import { startRedis } from '../support/redis';
import { describeRedis } from '../support/stores';

const started: { stop(): Promise<void> }[] = [];
afterEach(async () => {
	for (const each of started.splice(0)) await each.stop();
});

async function start(environment: Readonly<Record<string, string>> = {}): Promise<RunningBroker> {
	const broker = await startBroker(environment);
	started.unshift(broker);
	return broker;
}

const ready = (url: string) => call(url, 'GET', '/ready');

describe('whether a broker is ready', () => {
	test('it is where its store answers, and says how fast', async () => {
		const broker = await start();
		const { status, body } = await ready(broker.url);
		expect(status).toBe(200);
		expect(body).toEqual({ status: 'ready', store: { latency_ms: expect.any(Number) as number } });
	});

	test('on SIGTERM it says so first, and goes on serving for as long as it was told to', async () => {
		const broker = await start({ LINKAUTH_DRAIN_DELAY: '2' });
		const session = await createSession(broker.url);
		const waiting = session.poll({ prefer: 'wait=30' });
		await sleep(200);
		const began = performance.now();
		const stopped = broker.stop();
		await sleep(300);
		const refused = await ready(broker.url);
		expect([refused.status, refused.body['code']]).toEqual([503, 'draining']);
		expect(refused.headers['content-type']).toContain('application/problem+json');
		expect(refused.headers['connection']).toBe('close');
		expect((await call(broker.url, 'GET', '/health')).status).toBe(200);
		const late = await createSession(broker.url);
		expect((await person.give(broker.url, late.reply.code, { api_key: 'k' })).status).toBe(204);
		expect((await late.poll()).body.status).toBe('ready');

		expect((await waiting).body.status).toBe('pending');
		const answered = performance.now() - began;
		await stopped;
		expect(answered).toBeGreaterThan(1_900);
		expect(performance.now() - began).toBeLessThan(5_000);
		expect(broker.process.exitCode).toBe(0);
	});

	test('without a delay it answers what waits at once, and is gone', async () => {
		const broker = await start();
		const session = await createSession(broker.url);
		const waiting = session.poll({ prefer: 'wait=30' });
		await sleep(200);
		const began = performance.now();
		await Promise.all([waiting, broker.stop()]);
		expect(performance.now() - began).toBeLessThan(2_000);
		expect((await waiting).body.status).toBe('pending');
	});
});

describeRedis('whether a broker is ready, on Redis', () => {
	test('the first call after a start finds the store, where it answers in time', async () => {
		const redis = await startRedis();
		started.unshift(redis);
		redis.freeze();
		const starting = start({ LINKAUTH_STORE: redis.url, LINKAUTH_STORE_TIMEOUT: '4000' });
		await sleep(2_000);
		redis.thaw();
		expect((await ready((await starting).url)).status).toBe(200);
	});

	test('a broker whose store is away starts all the same', async () => {
		const broker = await start({ LINKAUTH_STORE: 'redis://127.0.0.1:1', LINKAUTH_STORE_TIMEOUT: '300' });
		expect((await ready(broker.url)).body['code']).toBe('store_unavailable');
		expect((await call(broker.url, 'GET', '/health')).status).toBe(200);
	});

	test('it is not while its store is away, and is again when it is back', async () => {
		const redis = await startRedis();
		started.unshift(redis);
		const broker = await start({ LINKAUTH_STORE: redis.url });
		expect((await ready(broker.url)).status).toBe(200);
		redis.freeze();
		const frozen = await ready(broker.url);
		expect([frozen.status, frozen.body['code']]).toEqual([503, 'store_unavailable']);
		expect((await call(broker.url, 'GET', '/health')).status).toBe(200);
		redis.thaw();
		for (let tries = 0; (await ready(broker.url)).status !== 200; tries += 1) {
			expect(tries).toBeLessThan(50);
			await sleep(100);
		}
	});
});
