import { once } from 'node:events';
import { connect } from 'node:net';
import { startBroker } from '../support/broker';
import { cleanup } from '../support/cleanup';
import { call } from '../support/http';

/** Sends a request's first lines, then one header at an interval; resolves with the answer once it is disconnected. */
function sendSlowly(port: number, start: string, intervalMs: number): Promise<string> {
	return new Promise((resolve) => {
		let text = '';
		const socket = connect(port, '127.0.0.1', () => socket.write(start));
		const timer = setInterval(() => socket.write('X-Slow: 1\r\n'), intervalMs);
		cleanup(socket, () => {
			clearInterval(timer);
			socket.destroy();
		});
		socket.on('data', (chunk) => (text += chunk.toString()));
		socket.on('error', () => undefined);
		socket.once('close', () => {
			clearInterval(timer);
			resolve(text);
		});
	});
}

describe('the HTTP server', () => {
	test('gives up on a request whose headers arrive too slowly', async () => {
		const timings = { headersTimeout: 500, connectionsCheckingInterval: 100 };
		const broker = await startBroker({}, { timings });
		const start = 'POST /v1/sessions HTTP/1.1\r\nHost: x\r\n';
		expect(await sendSlowly(broker.port, start, 50)).toMatch(/^HTTP\/1\.1 408 /);
		expect((await call(broker.url, 'GET', '/health')).status).toBe(200);
	});

	test('gives up on a request whose body arrives too slowly', async () => {
		const timings = { headersTimeout: 500, requestTimeout: 500, connectionsCheckingInterval: 100 };
		const broker = await startBroker({}, { timings });
		const start =
			'POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n';
		expect(await sendSlowly(broker.port, start, 50)).toMatch(/^HTTP\/1\.1 408 /);
	});
});

test('lets thousands of connections wait until it comes to accept them', async () => {
	const broker = await startBroker();
	broker.process.kill('SIGSTOP');
	const sockets = Array.from({ length: 1_000 }, () => connect(broker.port, '127.0.0.1'));
	cleanup(sockets, (all) => {
		for (const socket of all) socket.destroy();
	});
	// Those that find no room in the queue are not connected before the broker goes on.
	await Promise.all(sockets.map((socket) => once(socket, 'connect')));
}, 15_000);
