import { anyKeys } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { openRequest } from '../support/open-request';
import { until } from '../support/until';

const MEBIBYTE = 1024 * 1024;

describe('a body that waits for 100 Continue', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker();
	});
	const expecting = { expect: '100-continue' };

	test('is asked for where it is going to be read', async () => {
		const body = JSON.stringify({ public_key: (await anyKeys()).publicKey, template: 'api_key' });
		const headers = { ...expecting, 'content-length': String(body.length) };
		const request = openRequest(broker.port, 'POST /v1/sessions', headers);
		await request.reply(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
		request.write(body);
		expect(await request.reply(/"code":"[A-Z0-9-]+"/)).toMatch(/HTTP\/1\.1 201/);
		expect(request.closed()).toBe(false);
	});

	test.each([
		['for a session that does not exist', 'POST /v1/connect/AAAA-AAAA/complete', '1000', 404],
		['where it is too large', 'POST /v1/sessions', '1000000', 413],
		['where nothing is at the address', 'POST /nowhere', '1000', 404],
	])('is not asked for %s, and the connection ends', async (_, start, length, status) => {
		const request = openRequest(broker.port, start, { ...expecting, 'content-length': length });
		const reply = await request.reply(/application\/problem\+json/);
		expect(reply.startsWith(`HTTP/1.1 ${String(status)} `)).toBe(true);
		await until(() => request.closed());
	});
});

describe('a body that is refused unread', () => {
	test('is thrown away where it is short, and the connection goes on', async () => {
		const { port } = await startBroker();
		const request = openRequest(port, 'POST /v1/sessions', { 'content-length': String(MEBIBYTE) });
		await request.reply(/413[^]*too_large/);
		request.write(Buffer.alloc(MEBIBYTE, ' '));
		request.write('GET /health HTTP/1.1\r\nhost: broker\r\n\r\n');
		await request.reply(/"status":"ok"/);
	});

	test.each([
		['long', { 'content-length': String(5 * MEBIBYTE) }],
		['of unknown length', { 'transfer-encoding': 'chunked' }],
	])('ends the connection where it is %s', async (_, headers) => {
		const { port } = await startBroker();
		const request = openRequest(port, 'POST /v1/connect/AAAA-AAAA/complete', headers);
		await request.reply(/404/);
		await until(() => request.closed());
	});
});
