import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { LimitName } from '../limits/limit-table';
import { widestNetwork } from '../limits/networks';
import { addressList, networkOf } from './client-network';

/** How many connections a server has open at most. */
export interface ConnectionLimits {
	readonly connections: number;
	/** Of one network; undefined where that is not limited. An IPv6 one shares with its /48. */
	readonly connectionsPerNetwork: number | undefined;
	/** Addresses and networks (CIDR) whose connections are many people's: only counted in all. */
	readonly trustedProxies: readonly string[];
	/** Called for each connection that is refused. */
	readonly onHit: (limit: LimitName) => void;
}

/** Part of all connections from which on those that wait for a next request are ended. */
const CROWDED = 0.9;
/** Milliseconds between two attempts to end them. */
const TIDY_INTERVAL = 100;

/**
 * Bounds the open connections of a server: beyond the limit new ones are closed before anything is read of them, and
 * before it is reached those that wait for a next request make room.
 */
export function limitConnections(server: Server, limits: ConnectionLimits): void {
	const { connections, connectionsPerNetwork, onHit } = limits;
	const isProxy = addressList(limits.trustedProxies);
	const byNetwork = new Map<string, number>();
	let open = 0;
	let tidied = 0;

	server.maxConnections = connections;
	server.on('drop', () => {
		onHit('connections');
	});
	server.on('connection', (socket: Socket) => {
		open += 1;
		socket.once('close', () => {
			open -= 1;
		});
		const now = performance.now();
		if (open >= connections * CROWDED && now - tidied >= TIDY_INTERVAL) {
			tidied = now;
			server.closeIdleConnections();
		}
		const address = socket.remoteAddress ?? '';
		if (connectionsPerNetwork === undefined || isProxy(address)) return;
		const network = widestNetwork(networkOf(address));
		const count = (byNetwork.get(network) ?? 0) + 1;
		if (count > connectionsPerNetwork) {
			onHit('connections_by_network');
			socket.destroy();
			return;
		}
		byNetwork.set(network, count);
		socket.once('close', () => {
			const left = (byNetwork.get(network) ?? 0) - 1;
			if (left > 0) byNetwork.set(network, left);
			else byNetwork.delete(network);
		});
	});
}
