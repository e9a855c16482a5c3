import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { cleanup } from './cleanup';

/** What stands between one broker and Redis, and ends their connections between any two commands. */
export interface CuttingProxy {
	/** `redis://127.0.0.1:PORT` */
	readonly url: string;
	/**
	 * Lets so many more commands pass and ends all connections instead of the next one, as if the broker had died then:
	 * answers that are under way are lost.
	 */
	cutAfter(commands: number): void;
	/** Lets everything pass from now on. @returns whether connections were cut */
	restore(): boolean;
}

/** Starts one in front of the Redis on a port of this machine. */
export async function startCuttingProxy(port: number): Promise<CuttingProxy> {
	const sockets = new Set<Socket>();
	let left = Infinity;
	let cut = false;
	const endAll = () => {
		for (const socket of sockets) socket.destroy();
	};
	const server = createServer((broker) => {
		const redis = connect({ port, host: '127.0.0.1', noDelay: true });
		for (const [socket, other] of [
			[broker, redis],
			[redis, broker],
		] as const) {
			sockets.add(socket);
			socket
				.on('error', () => undefined)
				.on('close', () => {
					sockets.delete(socket);
					other.destroy();
				});
		}
		redis.pipe(broker);
		let pending: Buffer = Buffer.alloc(0);
		broker.on('data', (chunk: Buffer) => {
			pending = Buffer.concat([pending, chunk]);
			for (let end = endOfCommand(pending); end !== undefined; end = endOfCommand(pending)) {
				if (cut || left === 0) {
					cut = true;
					endAll();
					return;
				}
				left -= 1;
				redis.write(pending.subarray(0, end));
				pending = pending.subarray(end);
			}
		});
	});
	cleanup(server, () => {
		server.close();
		endAll();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `redis://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
		cutAfter: (commands) => {
			left = commands;
		},
		restore: () => {
			const before = cut;
			[left, cut] = [Infinity, false];
			return before;
		},
	};
}

/** Where the first command ends, as clients send it (RESP: an array of bulk strings); undefined where it is not all there. */
function endOfCommand(bytes: Buffer): number | undefined {
	let at = 0;
	/** The number of a line such as `*3` or `$11`; moves on behind it. */
	const number = () => {
		const end = bytes.indexOf('\r\n', at);
		if (end === -1) return undefined;
		const value = Number(bytes.toString('latin1', at + 1, end));
		at = end + 2;
		return value;
	};
	const parts = number();
	if (parts === undefined) return undefined;
	for (let part = 0; part < parts; part += 1) {
		const length = number();
		if (length === undefined) return undefined;
		at += length + 2;
	}
	return at <= bytes.length ? at : undefined;
}
