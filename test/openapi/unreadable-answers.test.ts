import { readFileSync } from 'node:fs';
import type { OpenApiDocument } from '../../broker/openapi/openapi-types';
import { startBroker, type RunningBroker } from '../support/broker';
import { firstAnswer, sendRaw } from '../support/raw-http';
import { inRepository } from '../support/repository';
import { until } from '../support/until';
import { documented } from './documented';
import { headerFaults } from '../http/required-headers';

const text = readFileSync(inRepository('broker/dist/openapi/openapi.json'), 'utf8');
const { document, responseFaults } = documented(JSON.parse(text) as OpenApiDocument);
const { MalformedRequest, RequestTimeout, HeadersTooLarge } = document.components.responses;

const POST = 'POST /v1/connect/resolve HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

describe('what cannot be read as a request', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker({}, { timings: { headersTimeout: 1_000, connectionsCheckingInterval: 200 } });
	});
	afterAll(() => broker.stop());

	test.each([
		['is not HTTP', 'hello\r\n\r\n', MalformedRequest],
		['is the beginning of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', MalformedRequest],
		['is HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', MalformedRequest],
		['has a header with a line break', 'GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n', MalformedRequest],
		[
			'has a length and chunks',
			`${POST}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}`,
			MalformedRequest,
		],
		['has chunks that are none', `${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n`, MalformedRequest],
		['has no host', 'GET / HTTP/1.1\r\n\r\n', MalformedRequest],
		[
			'has a header too long',
			`GET / HTTP/1.1\r\nHost: x\r\nA: ${'b'.repeat(20_000)}\r\n\r\n`,
			HeadersTooLarge,
		],
		['has an address too long', `GET /${'b'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, HeadersTooLarge],
		['comes without an end', 'GET / HTTP/1.1\r\nHost: x\r\n', RequestTimeout],
	])(
		'a request that %s gets an answer like every other, and the connection is closed',
		async (_, bytes, expected) => {
			const { text: reply, closed } = await sendRaw(broker.port, Buffer.from(bytes, 'latin1'), {
				timeoutMs: 20_000,
				open: true,
			});
			const answer = firstAnswer(reply);
			if (!answer || !expected) throw new Error(`no answer: ${reply}`);
			expect(responseFaults(expected, answer)).toEqual([]);
			const { code, detail } = answer.body;
			const documentedAs = document.components.examples[String(code)]?.value as Record<string, unknown>;
			expect([documentedAs['detail'], 'Host: expected the name of this broker.']).toContain(detail);
			expect(answer.body).toEqual({ ...documentedAs, detail });
			expect(headerFaults('/', answer.headers)).toEqual([]);
			expect([closed, answer.headers['connection']]).toEqual([true, 'close']);
		},
		25_000,
	);

	test('an expectation that nobody knows is no reason not to answer', async () => {
		const reply = await sendRaw(broker.port, 'GET /health HTTP/1.1\r\nHost: x\r\nExpect: cake\r\n\r\n', {
			timeoutMs: 5_000,
		});
		expect(firstAnswer(reply.text)).toMatchObject({ status: 200, text: '{"status":"ok"}' });
	});

	test('is in the log like every other request', async () => {
		await until(() => broker.log().includes('"code":"headers_too_large"'));
		const lines = broker
			.log()
			.split('\n')
			.map((line) => JSON.parse(line) as Record<string, unknown>);
		expect(lines).toContainEqual(
			expect.objectContaining({ msg: 'request', status: 431, code: 'headers_too_large', route: 'none' }),
		);
		expect(broker.log()).not.toContain('unexpected error');
	});
});
