import { once } from 'node:events';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import { withTimeout } from '../../broker/storage/redis/with-timeout';
import { cleanup } from '../support/cleanup';

/** Keeps this thread from doing anything else. */
function beBusy(milliseconds: number): void {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** A server in a thread of its own that answers each connection's first bytes at once. */
async function startEcho(): Promise<number> {
	const worker = new Worker(
		`const { parentPort } = require('node:worker_threads');
		require('node:net').createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1', function () {
			parentPort.postMessage(this.address().port);
		});`,
		{ eval: true },
	);
	cleanup(worker, (it) => it.terminate());
	const [port] = (await once(worker, 'message')) as [number];
	return port;
}

test('takes an answer that has arrived, where the process was too busy to read it in time', async () => {
	const socket = connect(await startEcho(), '127.0.0.1');
	cleanup(socket, (it) => it.destroy());
	await once(socket, 'connect');
	const answer = new Promise((resolve) => {
		socket.once('data', (bytes: Buffer) => {
			resolve(bytes.toString());
		});
	});
	socket.write('ping');
	const taken = withTimeout(answer, 100);
	beBusy(500);
	expect(await taken).toBe('ping');
});

test('gives up on a call that is not answered', async () => {
	await expect(withTimeout(new Promise(() => undefined), 20)).rejects.toThrow('no answer within 20 ms');
});
