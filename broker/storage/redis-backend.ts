import KeyvRedis, { createClient } from '@keyv/redis';
import type { KeyvBackend } from './keyv-store';

const CONNECT_TIMEOUT = 1_500;
const MAXIMUM_RECONNECT_DELAY = 500;

/**
 * Redis through @keyv/redis, set up so that a fault is a fault: without the client's offline queue every call
 * would hang while Redis is away, and without `throwOnErrors` a lost record would look like an absent one.
 * Connects in the background and reconnects for ever.
 * @param url `redis://…` or `rediss://…`
 * @param onFault told each time the connection breaks or cannot be made
 */
export function redisBackend(url: string, onFault: (error: Error) => void): KeyvBackend {
	const client = createClient({
		url,
		disableOfflineQueue: true,
		socket: {
			connectTimeout: CONNECT_TIMEOUT,
			reconnectStrategy: (attempts) => Math.min(50 * 2 ** attempts, MAXIMUM_RECONNECT_DELAY),
		},
	});
	client.on('error', onFault);
	const adapter = new KeyvRedis(client, { throwOnErrors: true });
	adapter.on('error', () => undefined);
	client.connect().catch(onFault);
	return {
		adapter,
		ping: async () => {
			await client.ping();
		},
		close: () => {
			client.destroy();
			return Promise.resolve();
		},
	};
}
