import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';

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
