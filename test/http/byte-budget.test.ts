import { setTimeout as sleep } from 'node:timers/promises';
import { ByteBudget } from '../../broker/http/byte-budget';
import type { LimitName } from '../../broker/limits/limit-table';
import { ProblemError } from '../../broker/problem';
import { createSession } from '../support/agent';
import { startBroker } from '../support/broker';
import { call } from '../support/http';
import { openRequest } from '../support/open-request';
import { until } from '../support/until';

/** Whether these bytes are refused. */
function isBusy(budget: ByteBudget, network: string, bytes: number): boolean {
	try {
		budget.take(network, bytes)();
		return false;
	} catch (error) {
		return error instanceof ProblemError && error.code === 'busy';
	}
}

describe('the budget of bytes', () => {
	test('is never exceeded, in all and by one network, and is whole again when everything has come back', () => {
		const hits: LimitName[] = [];
		const budget = new ByteBudget({ total: 100, onHit: (limit) => hits.push(limit) });
		const release = budget.take('192.0.2.1', 25);
		expect(isBusy(budget, '192.0.2.1', 1)).toBe(true);
		const others = [2, 3, 4].map((host) => budget.take(`192.0.2.${String(host)}`, 25));
		expect(budget.taken).toBe(100);
		expect(isBusy(budget, '192.0.2.9', 1)).toBe(true);
		release();
		release();
		expect(budget.taken).toBe(75);
		expect(isBusy(budget, '192.0.2.9', 26)).toBe(true);
		budget.take('192.0.2.9', 25)();
		for (const other of others) other();
		expect(budget.taken).toBe(0);
		expect(hits).toEqual(['bodies', 'bodies', 'bodies']);
	});

	test('is shared by the networks of a /48, and by nobody else', () => {
		const budget = new ByteBudget({ total: 100 });
		budget.take('2001:db8:1:1::/64', 20);
		expect(isBusy(budget, '2001:db8:1:ff00::/64', 6)).toBe(true);
		budget.take('2001:db8:2:1::/64', 25);
		expect(budget.taken).toBe(45);
	});
});

test('bodies that come slowly take it from their own network alone, and give it back when they end', async () => {
	const broker = await startBroker({
		LINKAUTH_BODY_BUDGET: '8',
		LINKAUTH_TRUSTED_PROXIES: '127.0.0.1',
	});
	const from = (address: string) => ({ 'x-forwarded-for': address });
	const create = (address: string) =>
		call(broker.url, 'POST', '/v1/sessions', { body: '{}', headers: from(address) });
	// A quarter of the budget is 2 MiB; a session may be asked for in 256 KiB.
	const slow = Array.from({ length: 8 }, () =>
		openRequest(broker.port, 'POST /v1/sessions', {
			...from('192.0.2.1'),
			'content-length': String(256 * 1024),
		}),
	);
	await until(async () => (await create('192.0.2.1')).status === 503);
	const refused = await create('192.0.2.1');
	expect(refused.body).toMatchObject({ status: 503, code: 'busy' });
	expect(refused.headers['retry-after']).toBe('1');
	expect((await create('192.0.2.2')).body).toMatchObject({ code: 'invalid_request' });
	for (const each of slow) each.end();
	await until(async () => (await create('192.0.2.1')).status === 400);
});

test('a body of unknown length is counted as the longest that is allowed, and works', async () => {
	const broker = await startBroker({ LINKAUTH_BODY_BUDGET: '8' });
	await createSession(broker.url);
	const chunked = openRequest(broker.port, 'POST /v1/sessions', { 'transfer-encoding': 'chunked' });
	chunked.write('2\r\n{}\r\n');
	await sleep(50);
	chunked.write('0\r\n\r\n');
	expect(await chunked.reply(/invalid_request/)).toContain('400');
});
