import KeyvRedis from '@keyv/redis';
import type { Backend } from './open-storage';
import { connectRedis } from './redis-connection';
import type { RedisLocation } from './redis-location';
import { RedisNotifier } from './redis-notifier';
import { RedisSchedule, type ScheduleClient } from './redis-schedule';

/**
 * Redis through @keyv/redis, set up so that a fault is a fault: without `throwOnErrors` a record that could not be
 * read would look like an absent one.
 * @param onFault told each time a connection breaks or cannot be made
 */
export function redisBackend(location: RedisLocation, onFault: (error: Error) => void): Backend {
	const connection = connectRedis(location, onFault);
	const adapter = new KeyvRedis(connection.client, { throwOnErrors: true });
	adapter.on('error', () => undefined);
	const scheduleClient = connection.client as unknown as ScheduleClient;
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
		schedule: new RedisSchedule(scheduleClient, 'due'),
		expiries: new RedisSchedule(scheduleClient, 'expiring'),
	};
}
