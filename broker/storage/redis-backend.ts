import KeyvRedis from '@keyv/redis';
import type { Backend } from './open-storage';
import { connectRedis } from './redis-connection';
import type { RedisLocation } from './redis-location';
import { RedisNotifier } from './redis-notifier';
import { RedisOpenSessions } from './open-sessions';
import { RedisSchedule, type ScheduleClient } from './redis-schedule';
import { patientRunner } from './script-runner';

/**
 * Redis through @keyv/redis, set up so that a fault is a fault: without `throwOnErrors` a record that could not be
 * read would look like an absent one.
 * @param patience milliseconds to wait for any one answer
 * @param onFault told each time a connection breaks or cannot be made
 */
export function redisBackend(
	location: RedisLocation,
	patience: number,
	onFault: (error: Error) => void,
): Backend {
	const connection = connectRedis(location, onFault);
	const client = connection.client as unknown as ScheduleClient;
	const scripts = patientRunner(client, patience);
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
		schedule: new RedisSchedule(client, 'due', patience),
		expiries: new RedisSchedule(client, 'expiring', patience),
		openSessions: new RedisOpenSessions(scripts),
		scripts,
	};
}
