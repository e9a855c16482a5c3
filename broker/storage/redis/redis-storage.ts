import { KeyvReader } from '../keyv-reader';
import type { Storage } from '../storage';
import type { RedisLocation } from '../store-location';
import { RecordAdapter } from './record-adapter';
import { RedisClock } from './redis-clock';
import { connectRedis } from './redis-connection';
import { RedisDueList } from './redis-due-list';
import { redisIds } from './redis-ids';
import { RedisNotifier } from './redis-notifier';
import { RedisRecordStore } from './redis-record-store';
import { RedisRoom } from './redis-room';
import { RedisScripts } from './redis-scripts';
import { withTimeout } from './with-timeout';

/** Milliseconds between two looks at Redis' clock and memory. */
const LOOK_INTERVAL = 1_000;

/**
 * A Redis that brokers share.
 * @param timeoutMs milliseconds to wait for any one answer
 * @param onFault called each time a connection breaks or cannot be made
 */
export function openRedisStorage(
	location: RedisLocation,
	timeoutMs: number,
	onFault: (error: Error) => void,
): Storage {
	const connection = connectRedis(location, onFault);
	const scripts = new RedisScripts(connection, timeoutMs);
	const notifier = new RedisNotifier(connection);
	const clock = new RedisClock(scripts);
	const { room, look } = new RedisRoom(() => withTimeout(connection.info('memory'), timeoutMs));
	// Whoever has waited for an answer knows what time it is, and whether there is room.
	const ping = async () => {
		// A Redis that does not tell its memory is used all the same.
		await Promise.all([clock.learn(), look().catch(() => undefined)]);
	};
	// A fault is noticed by the next call, and reported by the connection.
	const looking = setInterval(() => void ping().catch(() => undefined), LOOK_INTERVAL).unref();
	const reader = new KeyvReader(new RecordAdapter(connection.client));
	return {
		store: new RedisRecordStore({ reader, scripts, notifier, room, ping, timeoutMs }),
		now: clock.now,
		notifier,
		callbacksDue: new RedisDueList(scripts, 'callbacks-due'),
		ending: new RedisDueList(scripts, 'ending'),
		toEnd: new RedisDueList(scripts, 'to-end'),
		ids: () => redisIds(connection.scans, timeoutMs),
		room,
		scripts,
		close: async () => {
			clearInterval(looking);
			await notifier.close();
			connection.close();
		},
	};
}
