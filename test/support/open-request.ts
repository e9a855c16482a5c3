import { connect } from 'node:net';
import { cleanup } from './cleanup';
import { until } from './until';

/** A request that is sent bit by bit. */
export interface OpenRequest {
	/** Sends more of it, as it is. */
	write(bytes: string | Uint8Array): void;
	/** All that has come back so far, once it matches; the connection may be closed by then. */
	reply(expected: RegExp): Promise<string>;
	/** What has come back so far. */
	text(): string;
	/** Whether the other side has closed the connection. */
	closed(): boolean;
	/** Gives it up. */
	end(): void;
}

/**
 * Opens a connection and sends the head of a request; what follows is up to the test.
 * @param start method and address; an empty text sends nothing yet
 * @param from the address to connect from, of those of the loopback
 */
export function openRequest(
	port: number,
	start = '',
	headers: Readonly<Record<string, string>> = {},
	from = '127.0.0.1',
): OpenRequest {
	let text = '';
	let closed = false;
	const socket = connect({ port, host: '127.0.0.1', localAddress: from });
	cleanup(socket, (open) => open.destroy());
	socket.on('data', (chunk) => (text += chunk.toString('latin1')));
	socket.on('error', () => undefined);
	socket.once('close', () => {
		closed = true;
	});
	if (start !== '') {
		const lines = Object.entries({ host: 'broker', 'content-type': 'application/json', ...headers });
		const head = [`${start} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`)];
		socket.write(`${head.join('\r\n')}\r\n\r\n`);
	}
	return {
		write: (bytes) => {
			socket.write(bytes);
		},
		reply: async (expected) => {
			await until(() => expected.test(text), 10_000);
			return text;
		},
		text: () => text,
		closed: () => closed,
		end: () => {
			socket.destroy();
		},
	};
}
