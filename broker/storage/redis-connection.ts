import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, createCluster, createSentinel, type KeyvRedisOptions } from '@keyv/redis';
import type KeyvRedis from '@keyv/redis';
import type { RedisLocation } from './store-location';
import type { PubSub } from './redis-notifier';

const CONNECT_TIMEOUT = 1_500;
const MAXIMUM_RECONNECT_DELAY = 500;
/** Milliseconds between two requests to Sentinels for the current master. */
const SCAN_INTERVAL = 2_000;

/** A client of any kind, as Keyv's adapter takes it. */
type AdapterClient = Exclude<
	ConstructorParameters<typeof KeyvRedis>[0],
	string | undefined | KeyvRedisOptions
>;

/** Two connections to a Redis: one for records, one for subscriptions. */
export interface RedisConnection {
	readonly client: AdapterClient;
	readonly pubSub: PubSub;
	/** Resolves where the server answers. */
	readonly ping: () => Promise<void>;
	readonly close: () => void;
}

/** What the three kinds of client share. */
interface AnyClient {
	on(event: 'error', listener: (error: Error) => void): unknown;
	connect(): Promise<unknown>;
	destroy(): unknown;
	get(key: string): Promise<unknown>;
	publish(channel: string, message: string): Promise<unknown>;
	subscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
}

/**
 * Connects to a Redis in the background, and again for ever. Calls made while it is away fail at once instead of
 * waiting in the client's queue; a subscription waits, because it has to be there when the server is back.
 * @param onFault called each time a connection breaks or cannot be made
 */
export function connectRedis(location: RedisLocation, onFault: (error: Error) => void): RedisConnection {
	const client = makeClient(location, true);
	const any = client as AnyClient;
	const subscriber = makeClient(location, false) as AnyClient;
	const closing = new AbortController();
	for (const each of [any, subscriber]) each.on('error', onFault);
	void connectForever(any, onFault, closing.signal);
	const subscribed = connectForever(subscriber, onFault, closing.signal);
	return {
		client: client as AdapterClient,
		pubSub: {
			publish: (channel, message) => any.publish(channel, message),
			subscribe: async (channel, listener) => {
				await subscribed;
				await subscriber.subscribe(channel, listener);
			},
			close: () => {
				closing.abort();
				destroy(subscriber);
				return Promise.resolve();
			},
		},
		ping: async () => {
			await any.get('linkauth:ping');
		},
		close: () => {
			closing.abort();
			destroy(any);
		},
	};
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
	if (location.kind === 'single') return createClient({ url: location.url, disableOfflineQueue, socket });
	const { nodes, tls, username, password } = location;
	const each = {
		disableOfflineQueue,
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
