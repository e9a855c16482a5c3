import { connect } from 'node:net';
import type { Answer } from './http';

/** What came back over a connection, as text. */
export interface RawReply {
	readonly text: string;
	/** Whether the other side closed the connection before the timeout. */
	readonly closed: boolean;
}

/** How bytes are sent. */
export interface RawOptions {
	/** Milliseconds to wait for the connection to be closed. */
	readonly timeoutMs: number;
	/** Whether the connection stays open for more, as that of a slow client. */
	readonly open?: boolean;
}

/** Sends bytes as they are, whether they are HTTP or not, and reads what comes back until the connection is closed. */
export function sendRaw(
	port: number,
	bytes: string | Uint8Array,
	{ timeoutMs, open = false }: RawOptions,
): Promise<RawReply> {
	return new Promise((resolve) => {
		let text = '';
		const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => {
			if (open) socket.write(bytes);
			else socket.end(bytes);
		});
		const done = (closed: boolean) => {
			clearTimeout(timer);
			socket.destroy();
			resolve({ text, closed });
		};
		const timer = setTimeout(done, timeoutMs, false);
		socket.on('data', (chunk) => (text += chunk.toString('latin1')));
		socket.on('error', () => undefined);
		socket.once('end', () => {
			done(true);
		});
		socket.once('close', () => {
			done(true);
		});
	});
}

/** The first answer in what came back, or undefined where there is none. */
export function firstAnswer(text: string): Answer | undefined {
	const [head = '', ...rest] = text.split('\r\n\r\n');
	const [start = '', ...lines] = head.split('\r\n');
	const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(start)?.[1]);
	if (Number.isNaN(status)) return undefined;
	const headers = Object.fromEntries(
		lines.map((line) => [
			line.slice(0, line.indexOf(':')).toLowerCase(),
			line.slice(line.indexOf(':') + 1).trim(),
		]),
	);
	const length = Number(headers['content-length'] ?? 0);
	const body = rest.join('\r\n\r\n').slice(0, length);
	const json = (headers['content-type'] ?? '').includes('json') && body !== '';
	return { status, headers, text: body, body: json ? (JSON.parse(body) as Answer['body']) : {} };
}
