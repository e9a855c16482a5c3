import { Agent, request } from 'node:http';
import type { Answer } from './http';

/** A request as it is sent, nothing of it tidied up. */
export interface ExactRequest {
	readonly method: string;
	/** What stands in the request line, in Latin-1. */
	readonly target: string;
	readonly headers?: Readonly<Record<string, string>> | undefined;
	readonly body?: Uint8Array | undefined;
}

const agent = new Agent({ keepAlive: true, maxSockets: 100 });

/**
 * Makes a call whose address is not read as a URL first, so that `..`, `#` and `\` arrive as they are.
 * @param timeoutMs milliseconds in which the whole answer must have come
 * @throws where it has not, or where the connection broke
 */
export function callExactly(
	port: number,
	{ method, target, headers = {}, body }: ExactRequest,
	timeoutMs: number,
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const length = body && { 'content-length': String(body.length) };
		const options = {
			host: '127.0.0.1',
			port,
			method,
			path: target,
			agent,
			headers: { ...length, ...headers },
		};
		const outgoing = request(options, (incoming) => {
			const chunks: Buffer[] = [];
			incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
			incoming.once('error', reject);
			incoming.once('end', () => {
				clearTimeout(deadline);
				const text = Buffer.concat(chunks).toString();
				const json = (incoming.headers['content-type'] ?? '').includes('json') && text !== '';
				resolve({
					status: incoming.statusCode ?? 0,
					headers: incoming.headers,
					body: json ? (JSON.parse(text) as Answer['body']) : {},
					text,
				});
			});
		});
		const deadline = setTimeout(() => {
			outgoing.destroy(new Error(`${method} ${target}: no answer within ${String(timeoutMs)} ms`));
		}, timeoutMs);
		outgoing.once('error', (error) => {
			clearTimeout(deadline);
			reject(error);
		});
		outgoing.end(body);
	});
}
