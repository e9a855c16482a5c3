import { setTimeout as sleep } from 'node:timers/promises';
import { startBroker } from '../support/broker';
import { openRequest, type OpenRequest } from '../support/open-request';
import { until } from '../support/until';

const open = (requests: readonly OpenRequest[]) => requests.filter((each) => !each.closed()).length;
/** A request that is answered, on a connection that stays open. */
const answered = async (port: number, from?: string): Promise<OpenRequest> => {
	const request = openRequest(port, 'GET /health', {}, from);
	await request.reply(/"status":"ok"/);
	return request;
};

describe('connections of one network', () => {
	const settings = { LINKAUTH_RATE_LIMITS: 'on', LINKAUTH_CONNECTIONS_PER_NETWORK: '5' };

	test('beyond the limit are closed unread, and those of other networks are not', async () => {
		const { port } = await startBroker(settings);
		const first = await Promise.all(Array.from({ length: 5 }, () => answered(port)));
		const more = Array.from({ length: 3 }, () => openRequest(port, 'GET /health'));
		await until(() => open(more) === 0);
		expect(open(first)).toBe(5);
		await answered(port, '127.0.0.2');
		first[0]?.end();
		await until(async () => {
			const next = openRequest(port, 'GET /health');
			await sleep(30);
			return !next.closed();
		});
	});

	test.each([
		['from a trusted proxy', { LINKAUTH_TRUSTED_PROXIES: '127.0.0.1' }],
		['where the limits are off', { LINKAUTH_RATE_LIMITS: 'off' }],
	])('may be any number %s', async (_, different) => {
		const { port } = await startBroker({ ...settings, ...different });
		const all = await Promise.all(Array.from({ length: 12 }, () => answered(port)));
		expect(open(all)).toBe(12);
	});
});

describe('connections in all', () => {
	test('beyond the limit are closed, and make room when they end', async () => {
		const { port } = await startBroker({ LINKAUTH_CONNECTIONS: '10' });
		const silent = Array.from({ length: 10 }, () => openRequest(port));
		await sleep(200);
		const more = [openRequest(port, 'GET /health'), openRequest(port, 'GET /health')];
		await until(() => open(more) === 0);
		expect(open(silent)).toBe(10);
		for (const each of silent) each.end();
		await sleep(50);
		await answered(port);
	});

	test('that wait for a next request make room for new ones', async () => {
		const { port } = await startBroker({ LINKAUTH_CONNECTIONS: '10' });
		const idle: OpenRequest[] = [];
		for (let count = 0; count < 8; count += 1) idle.push(await answered(port));
		expect(open(idle)).toBe(8);
		for (let count = 0; count < 10; count += 1) {
			await answered(port);
			await sleep(150);
		}
		expect(open(idle)).toBe(0);
	});
});
