import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSession } from '../support/agent';
import { startBroker } from '../support/broker';
import { cleanup } from '../support/cleanup';
import { call } from '../support/http';
import { person } from '../support/person';
import { startRedis } from '../support/redis';
import { describeRedis } from '../support/stores';
import { until } from '../support/until';

const ready = (url: string) => call(url, 'GET', '/ready');

describe('a broker whose address is http://', () => {
	const warning = '"level":"warn",.*LINKAUTH_BASE_URL is http:// and not this machine';

	test.each(['http://broker.example.com', 'http://192.0.2.1:8080', 'http://localhost.example.com'])(
		'warns at its start, in one line, where that is %s',
		async (baseUrl) => {
			const broker = await startBroker({ LINKAUTH_BASE_URL: baseUrl });
			expect(broker.log().match(new RegExp(warning, 'g'))).toHaveLength(1);
		},
	);

	test.each(['', 'http://localhost:8080', 'http://127.0.0.1', 'https://broker.example.com'])(
		'does not where that is "%s"',
		async (baseUrl) => {
			const broker = await startBroker({ LINKAUTH_BASE_URL: baseUrl });
			expect(broker.log()).not.toMatch(new RegExp(warning));
		},
	);
});

describe('a broker that is told to stop', () => {
	test('says first that it is not ready, and goes on serving for the configured delay', async () => {
		const broker = await startBroker({ LINKAUTH_DRAIN_DELAY: '1' });
		const session = await createSession(broker.url);
		const waiting = session.poll({ prefer: 'wait=30' });
		await sleep(200);
		const began = performance.now();
		const stopped = broker.stop();
		await until(() => broker.log().includes('"msg":"stopping"'));
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
		expect(answered).toBeGreaterThan(950);
		expect(performance.now() - began).toBeLessThan(4_000);
		expect(broker.process.exitCode).toBe(0);
		expect(broker.log()).toContain('"msg":"stopped"');
	});

	test('answers the polls that wait at once where there is no delay, and ends', async () => {
		const broker = await startBroker();
		const session = await createSession(broker.url);
		const waiting = session.poll({ prefer: 'wait=30' });
		await sleep(200);
		const began = performance.now();
		await Promise.all([waiting, broker.stop()]);
		expect(performance.now() - began).toBeLessThan(2_000);
		expect((await waiting).body.status).toBe('pending');
	});

	test('does not wait longer than its limit for a request that never arrives', async () => {
		const broker = await startBroker({}, { timings: { drainLimit: 300 } });
		const socket = cleanup(connect(broker.port, '127.0.0.1'), (each) => each.destroy());
		socket.on('error', () => undefined).write('GET /health HTTP/1.1\r\nHost: x\r\n');
		await sleep(200);
		const began = performance.now();
		await broker.stop();
		const lasted = performance.now() - began;
		expect(lasted).toBeGreaterThan(290);
		expect(lasted).toBeLessThan(2_000);
		expect(broker.process.exitCode).toBe(0);
		expect(broker.log()).toContain('some connections were not closed in time');
	});
});

describe('a broker that starts', () => {
	test('is ready where its store answers, and says how fast', async () => {
		const broker = await startBroker();
		const { status, body } = await ready(broker.url);
		expect(status).toBe(200);
		expect(body).toEqual({
			status: 'ready',
			store: { latency_ms: expect.any(Number) as number, full: false },
		});
	});
});

describeRedis('a broker on Redis', () => {
	test('finds the store at the first call after a start, where it answers in time', async () => {
		const redis = await startRedis();
		redis.freeze();
		const settings = { LINKAUTH_STORE: redis.url, LINKAUTH_STORE_TIMEOUT: '4000' };
		const firstCall = startBroker(settings).then(({ url }) => ready(url));
		// By then, on however busy a machine, one that does not wait has started as well.
		await startBroker();
		await sleep(500);
		redis.thaw();
		expect((await firstCall).status).toBe(200);
	});

	test('starts also where its store is away', async () => {
		const broker = await startBroker({
			LINKAUTH_STORE: 'redis://127.0.0.1:1',
			LINKAUTH_STORE_TIMEOUT: '300',
		});
		expect((await ready(broker.url)).body['code']).toBe('store_unavailable');
		expect((await call(broker.url, 'GET', '/health')).status).toBe(200);
	});

	test('is not ready while its store is away, and is again when it is back', async () => {
		const redis = await startRedis();
		const broker = await startBroker({ LINKAUTH_STORE: redis.url });
		expect((await ready(broker.url)).status).toBe(200);
		redis.freeze();
		const frozen = await ready(broker.url);
		expect([frozen.status, frozen.body['code']]).toEqual([503, 'store_unavailable']);
		expect((await call(broker.url, 'GET', '/health')).status).toBe(200);
		redis.thaw();
		await until(async () => (await ready(broker.url)).status === 200);
	});
});
