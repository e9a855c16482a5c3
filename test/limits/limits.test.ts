import { anyKeys, createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
import { person } from '../support/person';
import { startRedis } from '../support/redis';
import { describeRedis } from '../support/stores';

describe('the limits on creating sessions', () => {
	const settings = { LINKAUTH_RATE_LIMITS: 'on', LINKAUTH_TRUSTED_PROXIES: '127.0.0.1' };
	const create = async (url: string, address: string, key?: string) =>
		call(url, 'POST', '/v1/sessions', {
			body: { public_key: (await anyKeys()).publicKey, template: 'api_key' },
			headers: { 'x-forwarded-for': address, ...(key !== undefined && { 'x-api-key': key }) },
		});

	test('sessions a minute by one network, with headers that say what is left', async () => {
		const broker = await startBroker({ ...settings, LINKAUTH_CREATED_PER_NETWORK: '3' });
		const answers = [];
		for (let times = 0; times < 4; times += 1) answers.push(await create(broker.url, '192.0.2.1'));
		expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201, 429]);
		expect(answers[0]?.headers['ratelimit-policy']).toBe('"created_by_network";q=3;w=60');
		expect(answers[0]?.headers['ratelimit']).toMatch(/^"created_by_network";r=2;t=(?:60|59)$/);
		expect(answers[3]?.headers['ratelimit']).toMatch(/^"created_by_network";r=0;t=\d+$/);
		expect(Number(answers[3]?.headers['retry-after'])).toBeGreaterThan(0);
		expect((await create(broker.url, '192.0.2.2')).status).toBe(201);
	});

	test('sessions a minute by one key, from whichever network', async () => {
		const broker = await startBroker({
			...settings,
			LINKAUTH_API_KEYS: 'a:key-of-the-a-team,b:key-of-the-b-team',
			LINKAUTH_CREATED_PER_KEY: '2',
		});
		const statuses = [];
		for (let times = 0; times < 3; times += 1) {
			statuses.push((await create(broker.url, `192.0.2.${String(times)}`, 'key-of-the-a-team')).status);
		}
		expect(statuses).toEqual([201, 201, 429]);
		expect((await create(broker.url, '192.0.2.0', 'key-of-the-b-team')).status).toBe(201);
	});

	test('open sessions of one key; one that has ended makes room', async () => {
		const broker = await startBroker({
			...settings,
			LINKAUTH_API_KEYS: 'a:key-of-the-a-team',
			LINKAUTH_OPEN_SESSIONS: '2',
		});
		const headers = { 'x-api-key': 'key-of-the-a-team' };
		const [first] = [
			await createSession(broker.url, undefined, headers),
			await createSession(broker.url, undefined, headers),
		];
		const refused = await create(broker.url, '192.0.2.1', 'key-of-the-a-team');
		expect(refused.body).toMatchObject({ status: 429, code: 'too_many_sessions' });
		await first.cancel();
		const third = await createSession(broker.url, undefined, headers);
		expect((await create(broker.url, '192.0.2.1', 'key-of-the-a-team')).status).toBe(429);
		await person.deny(broker.url, third.reply.code);
		expect((await create(broker.url, '192.0.2.1', 'key-of-the-a-team')).status).toBe(201);
	});

	test('sessions are created from the networks that the operator allows, and from no other', async () => {
		const broker = await startBroker({
			...settings,
			LINKAUTH_CREATE_NETWORKS: '192.0.2.0/24, 2001:db8::/32',
		});
		expect((await create(broker.url, '192.0.2.77')).status).toBe(201);
		expect((await create(broker.url, '2001:db8::1')).status).toBe(201);
		expect((await create(broker.url, '198.51.100.1')).body).toMatchObject({
			status: 403,
			code: 'not_allowed',
		});
	});
});

describeRedis('limits shared by two brokers', () => {
	test('count what either of them sees, and go on by themselves while Redis is away', async () => {
		const redis = await startRedis();
		const settings = {
			LINKAUTH_RATE_LIMITS: 'on',
			LINKAUTH_STORE: redis.url,
			LINKAUTH_API_KEYS: 'a:key-of-the-a-team',
		};
		const limits = { LINKAUTH_CREATED_PER_KEY: '4', LINKAUTH_OPEN_SESSIONS: '3' };
		const brokers = await Promise.all([0, 1].map(() => startBroker({ ...settings, ...limits })));
		const create = async (at: number) =>
			call(brokers[at]?.url ?? '', 'POST', '/v1/sessions', {
				body: { public_key: (await anyKeys()).publicKey, template: 'api_key' },
				headers: { 'x-api-key': 'key-of-the-a-team' },
			});
		const codes = [];
		for (const at of [0, 1, 0, 1, 0]) codes.push((await create(at)).body['code'] ?? 'none');
		expect(codes.slice(0, 3).every((code) => typeof code === 'string' && code.includes('-'))).toBe(true);
		expect(codes.slice(3)).toEqual(['too_many_sessions', 'rate_limited']);
		await redis.stop();
		expect((await create(0)).status).toBe(503);
	});
});

describe('the limits on guessing codes', () => {
	let broker: RunningBroker;
	beforeEach(async () => {
		broker = await startBroker({ LINKAUTH_RATE_LIMITS: 'on', LINKAUTH_TRUSTED_PROXIES: '127.0.0.1' });
	});

	const from = (address: string, code: string) =>
		call(broker.url, 'GET', `/v1/connect/${code}`, { headers: { 'x-forwarded-for': address } });

	test('ten calls a minute for one session, by one network; other networks are not limited', async () => {
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

	test('an IPv6 network is its /64', async () => {
		for (let times = 0; times < 20; times += 1) {
			await from(`2001:db8::${times.toString(16)}`, `AAAA-${String(1000 + times)}`);
		}
		expect((await from('2001:db8::ffff', 'BBBB-BBBB')).status).toBe(429);
		expect((await from('2001:db8:0:1::1', 'BBBB-BBBB')).status).toBe(404);
	});

	test('an address that maps IPv4 is that address, and shares no limit with others that do', async () => {
		for (let times = 0; times < 20; times += 1)
			await from('::ffff:192.0.2.7', `AAAA-${String(1000 + times)}`);
		expect((await from('192.0.2.7', 'BBBB-BBBB')).status).toBe(429);
		expect((await from('::ffff:c000:207', 'BBBB-BBBB')).status).toBe(429);
		expect((await from('::ffff:192.0.2.8', 'BBBB-BBBB')).status).toBe(404);
	});

	test('over 600 failed look-ups a minute in all, a network has one; nobody is locked out by others', async () => {
		const { reply } = await createSession(broker.url);
		const guesses = Array.from({ length: 600 }, (_, at) =>
			from(`198.51.${String(at >> 8)}.${String(at & 255)}`, 'AAAA-AAAA'),
		);
		await Promise.all(guesses);
		expect((await from('203.0.113.5', reply.code)).status).toBe(200);
		expect((await from('203.0.113.5', 'AAAA-AAAA')).status).toBe(404);
		expect((await from('203.0.113.5', 'AAAA-AAAA')).status).toBe(429);
		expect((await from('198.51.0.1', 'AAAA-AAAA')).status).toBe(429);
	});

	test('X-Forwarded-For is ignored where it does not come from a trusted proxy', async () => {
		await broker.stop();
		broker = await startBroker({ LINKAUTH_RATE_LIMITS: 'on' });
		for (let times = 0; times < 20; times += 1) await from(`192.0.2.${String(times)}`, 'AAAA-AAAA');
		expect((await from('192.0.2.200', 'AAAA-AAAA')).status).toBe(429);
	});

	test('a person at a normal pace reaches no limit', async () => {
		const { reply } = await createSession(broker.url);
		expect((await person.give(broker.url, reply.code, { api_key: 'k' })).status).toBe(204);
	});
});
