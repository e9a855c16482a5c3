import { connect } from 'node:net';
import { cleanup } from './cleanup';

/** A request of a pipeline. */
export interface PipelinedRequest {
	/** Method and address. */
	readonly start: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
}

/** How a pipeline is sent. */
export interface PipelineOptions {
	/** The address to connect from, of those of the loopback: another network. */
	readonly from?: string;
	/** Milliseconds to wait for all answers. */
	readonly timeoutMs?: number;
}

/**
 * Sends requests over one connection without waiting for answers in between.
 * @returns the statuses of the answers, in their order
 */
export function pipeline(
	port: number,
	requests: readonly PipelinedRequest[],
	{ from = '127.0.0.1', timeoutMs = 20_000 }: PipelineOptions = {},
): Promise<readonly number[]> {
	return new Promise((resolve, reject) => {
		let text = '';
		let statuses: number[] = [];
		const socket = connect({ port, host: '127.0.0.1', localAddress: from });
		cleanup(socket, (open) => open.destroy());
		const timer = setTimeout(() => {
			end(new Error(`${String(statuses.length)} of ${String(requests.length)} answers in time`));
		}, timeoutMs);
		const end = (error?: Error): void => {
			clearTimeout(timer);
			socket.destroy();
			if (error) reject(error);
			else resolve(statuses);
		};
		socket.on('error', end);
		socket.once('close', () => {
			end(new Error(`closed after ${String(statuses.length)} answers`));
		});
		socket.on('data', (chunk) => {
			text += chunk.toString('latin1');
			statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
			if (statuses.length >= requests.length) end();
		});
		socket.write(requests.map(toText).join(''));
	});
}

/** How many answers have each status. */
export function tally(statuses: readonly number[]): Readonly<Record<number, number>> {
	const counts: Record<number, number> = {};
	for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
	return counts;
}

function toText({ start, headers = {}, body = '' }: PipelinedRequest): string {
	const json = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
	const lines = Object.entries({ host: 'broker', ...(body !== '' && json), ...headers });
	return `${start} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}
