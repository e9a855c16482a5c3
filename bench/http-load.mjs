import { Buffer } from 'node:buffer';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';

const agent = new Agent({ keepAlive: true, maxSockets: 50 });

/** Sends a poll on a connection of its own. Tells when its answer came. */
export function openPoll(port, { path: address, headers }) {
	return new Promise((resolve, reject) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('error', reject);
		const lines = Object.entries({ host: '127.0.0.1', ...headers }).map(
			([name, value]) => `${name}: ${value}`,
		);
		let ended = false;
		const answered = new Promise((answer) => {
			socket.once('data', (chunk) => {
				ended = true;
				if (!chunk.includes('"status":"ready"')) throw new Error(`not ready: ${chunk.toString()}`);
				answer(performance.now());
			});
		});
		socket.write(`GET ${address} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`, () =>
			resolve({ socket, answered, ended: () => ended }),
		);
	});
}

/** Makes a call, and gives the text of its answer. @throws where the answer is no success */
export function call(port, { method, path: address, body }) {
	const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
	const headers = bytes ? { 'content-type': 'application/json', 'content-length': bytes.length } : {};
	return new Promise((resolve, reject) => {
		const options = { agent, host: '127.0.0.1', port, method, path: address, headers };
		const outgoing = request(options, async (answer) => {
			let text = '';
			for await (const chunk of answer) text += chunk;
			if (answer.statusCode < 300) resolve(text);
			else reject(new Error(`${address}: ${answer.statusCode} ${text}`));
		});
		outgoing.once('error', reject).end(bytes);
	});
}

/** Does the same with every item, so many at a time. */
export async function inBatches(items, size, task) {
	const results = [];
	for (let at = 0; at < items.length; at += size) {
		results.push(...(await Promise.all(items.slice(at, at + size).map(task))));
	}
	return results;
}
