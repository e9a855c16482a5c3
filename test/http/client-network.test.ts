import { anyKeys, createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';

const TRUSTED = { LINKAUTH_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8, 2001:db8:ffff::/48' };

/** The status of creating a session through a proxy that reports these addresses. */
async function createFrom({ url }: RunningBroker, forwarded: string): Promise<number> {
	const { status } = await call(url, 'POST', '/v1/sessions', {
		body: { public_key: (await anyKeys()).publicKey, template: 'api_key' },
		headers: { 'x-forwarded-for': forwarded },
	});
	return status;
}

describe('the network of a client', () => {
	/** The network that the broker logs for a request. */
	async function loggedNetwork(broker: RunningBroker, forwarded: string | undefined): Promise<unknown> {
		const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
		const answer = await call(broker.url, 'GET', '/health', { headers });
		const line = () =>
			broker
				.log()
				.split('\n')
				.find((each) => each.includes(String(answer.headers['x-request-id'])));
		while (line() === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
		return (JSON.parse(line() ?? '') as { network?: unknown }).network;
	}

	describe('behind trusted proxies', () => {
		let broker: RunningBroker;
		beforeAll(async () => {
			broker = await startBroker({ ...TRUSTED, LINKAUTH_LOG_ADDRESSES: 'on' });
		});

		test.each([
			['no proxy', undefined, '127.0.0.1'],
			['one proxy', '203.0.113.7', '203.0.113.7'],
			['a forged address before the real one', '198.51.100.1, 203.0.113.7', '203.0.113.7'],
			['a forged trusted proxy before the real address', '10.0.0.1, 203.0.113.7', '203.0.113.7'],
			['two trusted proxies', '198.51.100.1, 203.0.113.7, 10.1.2.3', '203.0.113.7'],
			['two trusted proxies, one by IPv6', '198.51.100.1,203.0.113.7,2001:db8:ffff::1', '203.0.113.7'],
			['a trusted proxy as an IPv4-mapped address', '203.0.113.7, ::ffff:10.1.2.3', '203.0.113.7'],
			['trusted proxies alone', '10.2.0.1, 10.1.2.3', '10.2.0.1'],
			['what is no address', 'nonsense', '127.0.0.1'],
			['what is no address before a trusted proxy', '203.0.113.7, nonsense, 10.1.2.3', '10.1.2.3'],
			['an IPv6 address', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
			['an IPv4-mapped address', '::ffff:203.0.113.7', '203.0.113.7'],
			['another one', '::ffff:cb00:7108', '203.0.113.8'],
		])('%s: X-Forwarded-For %p is %s', async (_, forwarded, network) => {
			expect(await loggedNetwork(broker, forwarded)).toBe(network);
		});
	});

	test('without trusted proxies is that of the connection, whatever X-Forwarded-For says', async () => {
		const broker = await startBroker({ LINKAUTH_LOG_ADDRESSES: 'on' });
		expect(await loggedNetwork(broker, '203.0.113.7')).toBe('127.0.0.1');
	});
});

describe('limits by network', () => {
	let broker: RunningBroker;
	beforeEach(async () => {
		broker = await startBroker({
			...TRUSTED,
			LINKAUTH_RATE_LIMITS: 'on',
			LINKAUTH_CREATED_PER_NETWORK: '1',
		});
	});

	test('a forged address does not give a client another allowance, nor take it from somebody else', async () => {
		expect(await createFrom(broker, '198.51.100.1, 203.0.113.7')).toBe(201);
		expect(await createFrom(broker, '198.51.100.2, 203.0.113.7')).toBe(429);
		expect(await createFrom(broker, '198.51.100.1')).toBe(201);
	});

	test('an IPv4-mapped address counts as the IPv4 address, and not with other mapped ones', async () => {
		expect(await createFrom(broker, '::ffff:192.0.2.1')).toBe(201);
		expect(await createFrom(broker, '::ffff:192.0.2.1')).toBe(429);
		expect(await createFrom(broker, '192.0.2.1')).toBe(429);
		expect(await createFrom(broker, '::ffff:192.0.2.2')).toBe(201);
	});
});

test('networks that may create sessions are compared with the real address, not with a forged one', async () => {
	const broker = await startBroker({ ...TRUSTED, LINKAUTH_CREATE_NETWORKS: '192.0.2.0/24' });
	expect(await createFrom(broker, '192.0.2.1')).toBe(201);
	expect(await createFrom(broker, '192.0.2.1, 203.0.113.7')).toBe(403);
	await expect(createSession(broker.url)).rejects.toThrow('not_allowed');
});
