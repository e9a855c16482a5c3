import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
import { person } from '../support/person';

describe('the limits for who tries codes', () => {
	let broker: RunningBroker;
	beforeEach(async () => {
		broker = await startBroker({ LINKAUTH_RATE_LIMITS: 'on', LINKAUTH_TRUSTED_PROXIES: '127.0.0.1' });
	});
	afterEach(() => broker.stop());

	const from = (address: string, code: string) =>
		call(broker.url, 'GET', `/v1/connect/${code}`, { headers: { 'x-forwarded-for': address } });

	test('ten calls a minute for one session, by one network; others are not held back', async () => {
		const { reply } = await createSession(broker.url);
		const answers = [];
		for (let times = 0; times < 11; times += 1) answers.push((await from('192.0.2.1', reply.code)).status);
		expect(answers).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
		const refused = await from('192.0.2.1', reply.code);
		expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
		expect(refused.body['code']).toBe('rate_limited');
		expect((await from('192.0.2.2', reply.code)).status).toBe(200);
	});

	test('twenty failed look-ups a minute by one network, whichever codes it tries', async () => {
		const { reply } = await createSession(broker.url);
		const statuses = [];
		for (let times = 0; times < 21; times += 1) {
			const code = `AAAA-${String(1000 + times)}`;
			statuses.push((await from('192.0.2.1', code)).status);
		}
		expect(statuses).toEqual([...Array.from({ length: 20 }, () => 404), 429]);
		expect((await from('192.0.2.1', reply.code)).status).toBe(429);
		expect((await from('192.0.2.9', reply.code)).status).toBe(200);
	});

	test('an IPv6 network is its /64, and an address that maps IPv4 is that', async () => {
		for (let times = 0; times < 20; times += 1) {
			await from(`2001:db8::${times.toString(16)}`, `AAAA-${String(1000 + times)}`);
		}
		expect((await from('2001:db8::ffff', 'BBBB-BBBB')).status).toBe(429);
		expect((await from('2001:db8:0:1::1', 'BBBB-BBBB')).status).toBe(404);
		expect((await from('::ffff:192.0.2.7', 'BBBB-BBBB')).status).toBe(404);
	});

	test('the whole broker is held back when it is tried out from everywhere', async () => {
		const { reply } = await createSession(broker.url);
		const guesses = Array.from({ length: 600 }, (_, at) =>
			from(`198.51.${String(at >> 8)}.${String(at & 255)}`, 'AAAA-AAAA'),
		);
		await Promise.all(guesses);
		expect((await from('203.0.113.5', reply.code)).status).toBe(429);
	});

	test('what a stranger writes into X-Forwarded-For is not believed', async () => {
		await broker.stop();
		broker = await startBroker({ LINKAUTH_RATE_LIMITS: 'on' });
		for (let times = 0; times < 20; times += 1) await from(`192.0.2.${String(times)}`, 'AAAA-AAAA');
		expect((await from('192.0.2.200', 'AAAA-AAAA')).status).toBe(429);
	});

	test('a person who does their part at a normal pace meets no limit', async () => {
		const { reply } = await createSession(broker.url);
		expect((await person.give(broker.url, reply.code, { api_key: 'k' })).status).toBe(204);
	});
});
