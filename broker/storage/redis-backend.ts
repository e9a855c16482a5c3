import KeyvRedis from '@keyv/redis';
import { RedisOpenSessions } from './open-sessions';
import { connectRedis } from './redis-connection';
import { RedisNotifier } from './redis-notifier';
import { RedisSchedule, type ScheduleClient } from './redis-schedule';
import { scriptRunnerWithTimeout } from './script-runner';
import type { StorageBackend } from './storage';
import type { RedisLocation } from './store-location';

/**
 * Redis through @keyv/redis, set up so that a fault is a fault: without `throwOnErrors` a record that could not be
 * read would look like an absent one.
 * @param timeoutMs milliseconds to wait for any one answer
 * @param onFault called each time a connection breaks or cannot be made
 */
export function redisBackend(
	location: RedisLocation,
	timeoutMs: number,
	onFault: (error: Error) => void,
): StorageBackend {
	const connection = connectRedis(location, onFault);
	const client = connection.client as unknown as ScheduleClient;
	const scripts = scriptRunnerWithTimeout(client, timeoutMs);
	const adapter = new KeyvRedis(connection.client, { throwOnErrors: true });
	adapter.on('error', () => undefined);
	return {
		backend: {
			adapter,
			ping: connection.ping,
			close: () => {
				connection.close();
				return Promise.resolve();
			},
		},
		notifier: new RedisNotifier(connection.pubSub),
		schedule: new RedisSchedule(client, 'due', timeoutMs),
		expiries: new RedisSchedule(client, 'expiring', timeoutMs),
		openSessions: new RedisOpenSessions(scripts),
		scripts,
	};
}
