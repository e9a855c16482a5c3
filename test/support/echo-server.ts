import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cleanup } from './cleanup';

/** What a request brought. */
export interface EchoedRequest {
	readonly method: string;
	/** Path with query. */
	readonly url: string;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

/** A server that stands for a service which needs a credential: it remembers what it gets. */
export interface EchoServer {
	/** `http://127.0.0.1:PORT` */
	readonly url: string;
	readonly port: number;
	readonly received: readonly EchoedRequest[];
	stop(): Promise<void>;
}

/**
 * Starts one on a free port. `/status/NNN` answers with that status, `/to?URL` redirects there; everything else
 * is 200. No answer repeats what came in.
 */
export async function startEcho(): Promise<EchoServer> {
	const received: EchoedRequest[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.once('end', () => {
			const { method = '', url = '', headers } = request;
			received.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
			const target = /^\/to\?([^&]+)/.exec(url)?.[1];
			const status = /^\/status\/(\d{3})/.exec(url)?.[1];
			response.writeHead(target === undefined ? Number(status ?? 200) : 307, {
				'content-type': 'application/json',
				...(target === undefined ? {} : { location: decodeURIComponent(target) }),
			});
			response.end(JSON.stringify({ seen: received.length }));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, resolve));
	const { port } = server.address() as AddressInfo;
	const echo: EchoServer = {
		url: `http://127.0.0.1:${String(port)}`,
		port,
		received,
		stop: () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => {
					resolve();
				});
			}),
	};
	return cleanup(echo, () => echo.stop());
}
