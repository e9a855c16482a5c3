import { setTimeout as sleep } from 'node:timers/promises';
import {
	createClient,
	createCluster,
	createSentinel,
	type KeyvRedisOptions,
	type RedisClusterType,
} from '@keyv/redis';
import type KeyvRedis from '@keyv/redis';
import type { RedisLocation } from '../store-location';
import type { Scan } from './redis-ids';
import type { Subscriber } from './redis-notifier';
import type { ScriptClient } from './redis-scripts';

const CONNECT_TIMEOUT = 1_500;
const MAXIMUM_RECONNECT_DELAY = 500;
/** Milliseconds between two requests to Sentinels for the current master. */
const SCAN_INTERVAL = 2_000;
/** Calls that wait for an answer; more fail at once. A server that answers is through with as many in a tenth of a second. */
const LONGEST_QUEUE = 10_000;

/** A client of any kind, as Keyv's adapter takes it. */
export type AdapterClient = Exclude<
	ConstructorParameters<typeof KeyvRedis>[0],
	string | undefined | KeyvRedisOptions
>;

/** Two connections to a Redis: one for commands, one for subscriptions. */
export interface RedisConnection extends ScriptClient, Subscriber {
	readonly client: AdapterClient;
	/** A section of `INFO`, of every server that takes writes. */
	info(section: string): Promise<readonly string[]>;
	/** `SCAN` of every server that takes writes. */
	readonly scans: () => Promise<readonly Scan[]>;
	close(): void;
}

/** What the three kinds of client share. */
interface AnyClient extends ScriptClient, Subscriber {
	on(event: 'error', listener: (error: Error) => void): unknown;
	connect(): Promise<unknown>;
	destroy(): unknown;
	info(section: string): Promise<string>;
}

/**
 * Connects to a Redis in the background, and again for ever. Calls made while it is away fail at once instead of
 * waiting in the client's queue; a subscription waits, because it has to be there when the server is back.
 * @param onFault called each time a connection breaks or cannot be made
 */
export function connectRedis(location: RedisLocation, onFault: (error: Error) => void): RedisConnection {
	const client = makeClient(location, true) as AnyClient;
	const subscriber = makeClient(location, false) as AnyClient;
	const closing = new AbortController();
	for (const each of [client, subscriber]) each.on('error', onFault);
	void connectForever(client, onFault, closing.signal);
	const subscribed = connectForever(subscriber, onFault, closing.signal);
	return {
		client: client as unknown as AdapterClient,
		evalSha: (hash, options) => client.evalSha(hash, options),
		eval: (script, options) => client.eval(script, options),
		info: (section) =>
			location.kind === 'cluster' ? infoOfMasters(client, section) : Promise.all([client.info(section)]),
		scans: async () =>
			location.kind === 'cluster'
				? (await mastersOf(client)).map(scanOf)
				: [scanOf(client as unknown as Scanning)],
		subscribe: async (channel, listener) => {
			await subscribed;
			await subscriber.subscribe(channel, listener);
		},
		close: () => {
			closing.abort();
			destroy(subscriber);
			destroy(client);
		},
	};
}

async function infoOfMasters(client: unknown, section: string): Promise<readonly string[]> {
	return Promise.all((await mastersOf(client)).map((master) => master.info(section)));
}

function mastersOf(client: unknown) {
	const cluster = client as RedisClusterType;
	return Promise.all(cluster.masters.map((master) => cluster.nodeClient(master)));
}

/** The one command of a server's client that lists keys. */
interface Scanning {
	scan(
		cursor: string,
		options: { MATCH: string; COUNT: number },
	): Promise<{ readonly cursor: string; readonly keys: readonly string[] }>;
}

function scanOf(server: Scanning): Scan {
	return (cursor, match, count) => server.scan(cursor, { MATCH: match, COUNT: count });
}

/** Connects until it succeeds: the clients for a cluster and for Sentinels give up where none answers at first. */
async function connectForever(
	client: AnyClient,
	onFault: (error: Error) => void,
	closing: AbortSignal,
): Promise<void> {
	for (;;) {
		try {
			await client.connect();
			return;
		} catch (error) {
			if (closing.aborted) return;
			onFault(error instanceof Error ? error : new Error('unknown'));
			await sleep(MAXIMUM_RECONNECT_DELAY, undefined, { signal: closing, ref: false }).catch(() => undefined);
		}
	}
}

/** Closes connections at once. */
function destroy(client: AnyClient): void {
	try {
		client.destroy();
	} catch {
		// Thrown where the client is closed already.
	}
}

/** The client for a location; the types of the three kinds differ more than their methods. */
function makeClient(location: RedisLocation, disableOfflineQueue: boolean): unknown {
	const socket = {
		connectTimeout: CONNECT_TIMEOUT,
		reconnectStrategy: (attempts: number) => Math.min(50 * 2 ** attempts, MAXIMUM_RECONNECT_DELAY),
	};
	const queue = { disableOfflineQueue, commandsQueueMaxLength: LONGEST_QUEUE };
	if (location.kind === 'single') return createClient({ url: location.url, ...queue, socket });
	const { nodes, tls, username, password } = location;
	const each = {
		...queue,
		socket: tls ? { ...socket, tls: true as const } : socket,
		...(username !== undefined && { username }),
		...(password !== undefined && { password }),
	};
	if (location.kind === 'sentinel') {
		return createSentinel({
			name: location.master,
			sentinelRootNodes: [...nodes],
			nodeClientOptions: each,
			sentinelClientOptions: { socket: each.socket },
			passthroughClientErrorEvents: true,
			scanInterval: SCAN_INTERVAL,
			maxCommandRediscovers: 4,
		});
	}
	const scheme = tls ? 'rediss' : 'redis';
	return createCluster({
		rootNodes: nodes.map(({ host, port }) => ({ url: `${scheme}://${host}:${String(port)}` })),
		defaults: each,
	});
}
