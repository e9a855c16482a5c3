import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
import { openRequest } from '../support/open-request';
import { until } from '../support/until';

describe('bodies', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker();
	});
	afterAll(() => {
		expect(broker.log()).not.toContain('unexpected error');
	});

	const create = (body: unknown, headers: Record<string, string> = {}) =>
		call(broker.url, 'POST', '/v1/sessions', { body, headers });

	test.each([
		['not JSON', '{', 400, 'malformed_json'],
		['not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'malformed_json'],
		['nothing', '', 400, 'malformed_json'],
		['a list', '[]', 400, 'invalid_request'],
		['null', 'null', 400, 'invalid_request'],
		['too large', JSON.stringify({ x: 'x'.repeat(300_000) }), 413, 'too_large'],
		['deeply nested', '['.repeat(100_000), 400, 'malformed_json'],
	])('a body that is %s is refused', async (_, body, status, code) => {
		const answer = await create(body);
		expect([answer.status, answer.body['code']]).toEqual([status, code]);
	});

	test.each([
		'text/plain',
		'application/x-www-form-urlencoded',
		'multipart/form-data; boundary=x',
		'nonsense',
	])('a body of type %s is 415', async (type) => {
		expect((await create({}, { 'content-type': type })).status).toBe(415);
	});

	test('a compressed body is 415', async () => {
		expect((await create({}, { 'content-encoding': 'gzip' })).status).toBe(415);
	});
});

describe('the length of a body', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker();
	});

	test.each([
		['over the limit', '262145'],
		['that 32 bits cannot hold', '4294967297'],
	])('%s is 413 before anything of it is sent', async (_, length) => {
		const request = openRequest(broker.port, 'POST /v1/sessions', { 'content-length': length });
		expect(await request.reply(/too_large/)).toMatch(/^HTTP\/1\.1 413 /);
	});

	test('that is not given is 413 as soon as it is too much, and the connection ends', async () => {
		const request = openRequest(broker.port, 'POST /v1/sessions', { 'transfer-encoding': 'chunked' });
		const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
		for (let count = 0; count < 5; count += 1) request.write(chunk);
		expect(await request.reply(/too_large/)).toMatch(/^HTTP\/1\.1 413 /);
		await until(() => request.closed());
	});
});

test('a body that does not arrive in time is 408, a problem document, and logged as that', async () => {
	const timings = { headersTimeout: 200, requestTimeout: 300, connectionsCheckingInterval: 50 };
	const broker = await startBroker({}, { timings });
	const request = openRequest(broker.port, 'POST /v1/sessions', { 'content-length': '1000' });
	request.write('{"public_key":');
	const reply = await request.reply(/request_timeout/);
	expect(reply).toMatch(/^HTTP\/1\.1 408 /);
	expect(reply).toContain('application/problem+json');
	await until(() => request.closed());
	await until(() => broker.log().includes('"code":"request_timeout"'));
});
