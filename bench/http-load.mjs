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

/**
 * Makes a call, and gives its answer, whatever its status.
 * @param options `agent` and `localAddress` as node:http has them, `timeout` in milliseconds
 * @returns `{ status, headers, text }`, headers as pairs in the order in which they came
 * @throws where the connection breaks, or nothing comes in time
 */
export function send(port, { method, path: address, headers, body }, options = {}) {
	const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
	return new Promise((resolve, reject) => {
		const outgoing = request(
			{
				agent,
				host: '127.0.0.1',
				port,
				method,
				path: address,
				headers: {
					...headers,
					...(bytes && { 'content-type': 'application/json', 'content-length': bytes.length }),
				},
				...options,
			},
			(answer) => {
				let text = '';
				answer
					.setEncoding('utf8')
					.on('data', (chunk) => (text += chunk))
					.once('error', reject)
					.once('end', () => resolve({ status: answer.statusCode, headers: pairs(answer.rawHeaders), text }));
			},
		);
		outgoing
			.once('timeout', () => outgoing.destroy(new Error(`${method} ${address}: no answer in time`)))
			.once('error', reject)
			.end(bytes);
	});
}

/** Makes a call, and gives the text of its answer. @throws where the answer is no success */
export async function call(port, wanted) {
	const { status, text } = await send(port, wanted);
	if (status >= 300) throw new Error(`${wanted.path}: ${status} ${text}`);
	return text;
}

/** Does the same with every item, so many at a time. */
export async function inBatches(items, size, task) {
	const results = [];
	for (let at = 0; at < items.length; at += size) {
		results.push(...(await Promise.all(items.slice(at, at + size).map(task))));
	}
	return results;
}

/** Does something so many times, so many at a time: the next begins as soon as one has ended. */
export async function inParallel(count, atOnce, act) {
	let left = count;
	await Promise.all(
		Array.from({ length: atOnce }, async () => {
			while (left-- > 0) await act();
		}),
	);
}

function pairs(rawHeaders) {
	return Array.from({ length: rawHeaders.length / 2 }, (_, at) => rawHeaders.slice(2 * at, 2 * at + 2));
}
