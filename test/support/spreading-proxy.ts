import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A reverse proxy in front of several brokers. */
export interface SpreadingProxy {
	/** `http://127.0.0.1:PORT`, without a trailing slash. */
	readonly url: string;
	/** Connections that it broke because the broker behind them broke or was not there. */
	broken(): number;
	stop(): void;
}

/**
 * Starts a reverse proxy that sends each request to any one of the backends, at random. It retries nothing and knows
 * nothing of which backend lives: where one is not there, or breaks off, the client sees its own connection break.
 * @param ports of the backends, on this machine
 */
export async function startSpreadingProxy(ports: readonly number[]): Promise<SpreadingProxy> {
	const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
	let broken = 0;
	const server = createServer((incoming, outgoing) => {
		const port = ports[Math.floor(Math.random() * ports.length)];
		forward(incoming, outgoing, { agent, port }, () => {
			broken += 1;
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
		broken: () => broken,
		stop: () => {
			server.close();
			server.closeAllConnections();
			agent.destroy();
		},
	};
}

function forward(
	incoming: IncomingMessage,
	outgoing: ServerResponse,
	{ agent, port }: { agent: Agent; port: number | undefined },
	onBreak: () => void,
): void {
	const breakOff = () => {
		if (outgoing.destroyed || outgoing.writableEnded) return;
		onBreak();
		outgoing.destroy();
	};
	const { method, url: path, headers } = incoming;
	const onward = request({ agent, host: '127.0.0.1', port, method, path, headers }, (answer) => {
		outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
		answer.on('error', breakOff).pipe(outgoing);
	});
	onward.on('error', breakOff);
	outgoing.once('close', () => {
		// Once all is said, the connection onward is another request's.
		if (!outgoing.writableFinished) onward.destroy();
	});
	incoming.pipe(onward);
}
