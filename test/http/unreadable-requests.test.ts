import { connect } from 'node:net';
import { startBroker, type RunningBroker } from '../support/broker';

describe('requests that cannot be read', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker();
	});
	afterAll(() => {
		expect(broker.log()).not.toContain('unexpected error');
	});

	test.each([
		['bytes that are not HTTP', '\u0000\u0001\u0002\r\n\r\n'],
		['a header without an end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(40_000)}\r\n\r\n`],
		['a length that is no number', 'POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n'],
		[
			'two lengths',
			'POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
		],
	])('%s end with a 4xx', async (_, bytes) => {
		const reply = await new Promise<string>((resolve, reject) => {
			let text = '';
			const socket = connect(broker.port, '127.0.0.1', () => socket.write(bytes));
			socket.on('data', (chunk) => (text += chunk.toString()));
			socket.once('close', () => {
				resolve(text);
			});
			socket.once('error', reject);
		});
		expect(reply).toMatch(/^HTTP\/1\.1 4\d\d /);
	});
});
