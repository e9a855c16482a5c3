import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startBroker } from '../support/broker';
import { cleanup } from '../support/cleanup';
import { freePort } from '../support/free-port';
import { GOOD_KEY, runCheck } from '../support/run-check';

const KEYS = { LINKAUTH_API_KEYS: `Robot:${GOOD_KEY}` };

/** A broker whose address is the one that it listens on. */
async function brokerAtItsAddress(settings: Readonly<Record<string, string>> = KEYS) {
	const port = String(await freePort());
	const all = { ...settings, LINKAUTH_PORT: port, LINKAUTH_BASE_URL: `http://127.0.0.1:${port}` };
	await startBroker(all);
	return all;
}

async function serverThat(answers: RequestListener): Promise<string> {
	const server = cleanup(createServer(answers), (each) => each.close());
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

describe('the address that people use', () => {
	test('leads to this very broker, which is shown by what only it can sign', async () => {
		const settings = await brokerAtItsAddress();
		const check = await runCheck(settings);
		expect(check.of('reached')).toEqual(['ok: a broker with these settings answers']);
		expect(check.of('running')).toEqual([`ok: a broker answers at ${settings.LINKAUTH_BASE_URL}`]);
	});

	test('leads to another broker: one with other keys', async () => {
		const settings = await brokerAtItsAddress();
		const check = await runCheck({ ...settings, LINKAUTH_API_KEYS: `Robot:other-${GOOD_KEY}` });
		expect(check.of('reached')[0]).toMatch(
			/^problem: .* leads to a broker with other API keys, log key or store$/,
		);
		expect(check.of('running')[0]).toMatch(
			/^problem: the broker at .* has other API keys, log key or store$/,
		);
		expect(check.status).toBe(2);
	});

	test('leads to a broker that has no secret by which it could be told', async () => {
		const check = await runCheck(await brokerAtItsAddress({}));
		expect(check.of('reached')[0]).toMatch(/^ok: a LinkAuth broker answers; without LINKAUTH_API_KEYS/);
		expect(check.of('proxy')[0]).toMatch(/^warning: .*could not be looked at$/);
	});

	test('is not the one that links begin with', async () => {
		const settings = await brokerAtItsAddress();
		const check = await runCheck({
			...settings,
			LINKAUTH_BASE_URL: settings.LINKAUTH_BASE_URL.replace('127.0.0.1', 'localhost'),
		});
		expect(check.of('reached')[0]).toMatch(
			/^problem: http:\/\/localhost.* links begin with http:\/\/127\.0\.0\.1/,
		);
	});

	test.each<[string, RequestListener, RegExp]>([
		[
			'redirects',
			(_, response) => response.writeHead(301, { location: 'https://broker.example.com/' }).end(),
			/^problem: http\S+ redirects to https:\/\/broker\.example\.com\/$/,
		],
		[
			'is a proxy without its broker',
			(_, response) => response.writeHead(502).end(),
			/^problem: http\S+ answers 502$/,
		],
		[
			'is something else',
			(_, response) => response.end('{"status":"ok"}'),
			/^problem: http\S+ answers 200, and is no LinkAuth broker$/,
		],
	])('%s', async (_, answers, found) => {
		const check = await runCheck({ ...KEYS, LINKAUTH_BASE_URL: await serverThat(answers) });
		expect(check.of('reached')).toEqual([expect.stringMatching(found)]);
		// What nobody could have told is not told.
		expect(check.of('proxy')).toEqual([]);
	});

	test('is not in the DNS, is not listened on, is not set, or has no TLS', async () => {
		const port = String(await freePort());
		const unknown = await runCheck({ LINKAUTH_BASE_URL: 'https://broker.invalid' });
		expect(unknown.of('reached')[0]).toMatch(
			/^problem: .*(?:the name is not in the DNS|the DNS does not answer)$/,
		);
		const closed = await runCheck({ LINKAUTH_BASE_URL: `http://127.0.0.1:${port}`, LINKAUTH_PORT: port });
		expect(closed.of('reached')[0]).toMatch(/^problem: .*connection refused\)$/);
		expect(closed.of('running')[0]).toMatch(/^warning: no broker on this machine at .*connection refused\)$/);
		expect((await runCheck({})).of('base URL')).toEqual(['warning: LINKAUTH_BASE_URL is not set']);
		const plain = await runCheck({ LINKAUTH_BASE_URL: 'http://broker.invalid' });
		expect(plain.of('base URL')).toEqual([
			'problem: http://broker.invalid is not https, and not this machine',
		]);
	});
});
