import { createClient, createCluster, createSentinel, type KeyvRedisOptions } from '@keyv/redis';
import type KeyvRedis from '@keyv/redis';
import type { RedisLocation } from './redis-location';
import type { PubSub } from './redis-notifier';

const CONNECT_TIMEOUT = 1_500;
const MAXIMUM_RECONNECT_DELAY = 500;
/** Milliseconds after which Sentinels and clusters are asked again who is who. */
const SCAN_INTERVAL = 2_000;

/** What Keyv's adapter takes as a client, of whatever kind. */
export type AdapterClient = Exclude<ConstructorParameters<typeof KeyvRedis>[0], string | undefined | KeyvRedisOptions>;

/** Connections to a Redis: one for records, one for subscriptions. */
export interface RedisConnection {
	readonly client: AdapterClient;
	readonly pubSub: PubSub;
	/** Resolves where the server answers. */
	readonly ping: () => Promise<void>;
	readonly close: () => void;
}

/** The verbs that the three kinds of client share. */
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
 * @param onFault told each time a connection breaks or cannot be made
 */
export function connectRedis(location: RedisLocation, onFault: (error: Error) => void): RedisConnection {
	const client = makeClient(location, true);
	const subscriber = makeClient(location, false) as unknown as AnyClient;
	const any = client as unknown as AnyClient;
	for (const each of [any, subscriber]) {
		each.on('error', onFault);
		each.connect().catch(onFault);
	}
	return {
		client,
		pubSub: {
			publish: (channel, message) => any.publish(channel, message),
			subscribe: (channel, listener) => subscriber.subscribe(channel, listener),
			close: () => {
				subscriber.destroy();
				return Promise.resolve();
			},
		},
		ping: async () => {
			await any.get('linkauth:ping');
		},
		close: () => any.destroy(),
	};
}

function makeClient(location: RedisLocation, disableOfflineQueue: boolean): AdapterClient {
	const socket = {
		connectTimeout: CONNECT_TIMEOUT,
		reconnectStrategy: (attempts: number) => Math.min(50 * 2 ** attempts, MAXIMUM_RECONNECT_DELAY),
	};
	if (location.kind === 'single') {
		return createClient({ url: location.url, disableOfflineQueue, socket }) as AdapterClient;
	}
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
			nodeClientOptions: each as object,
			sentinelClientOptions: { socket: each.socket } as object,
			passthroughClientErrorEvents: true,
			scanInterval: SCAN_INTERVAL,
			maxCommandRediscovers: 4,
		}) as unknown as AdapterClient;
	}
	const scheme = tls ? 'rediss' : 'redis';
	return createCluster({
		rootNodes: nodes.map(({ host, port }) => ({ url: `${scheme}://${host}:${String(port)}` })),
		defaults: each as object,
	}) as unknown as AdapterClient;
}
