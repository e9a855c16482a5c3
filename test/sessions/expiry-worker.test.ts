import { setTimeout as sleep } from 'node:timers/promises';
import { createSession } from '../support/agent';
import { startBroker } from '../support/broker';
import { freePort } from '../support/free-port';
import { metricsAt } from '../support/metrics';
import { person } from '../support/person';
import { startRedis } from '../support/redis';
import { describeRedis } from '../support/stores';

/** A session's shortest lifetime is 30 seconds of so many milliseconds. */
const SECOND = 150;

describeRedis('sessions that expire', () => {
	test('are counted once, on one of several brokers, and those that were decided not at all', async () => {
		const redis = await startRedis();
		const metrics = [metricsAt(await freePort()), metricsAt(await freePort())];
		const timings = {
			second: SECOND,
			expiryInterval: SECOND,
			expiryLead: 5 * SECOND,
			expiryMargin: 1.5 * SECOND,
		};
		const [one, two] = await Promise.all(
			metrics.map(({ setting }) => startBroker({ ...setting, LINKAUTH_STORE: redis.url }, { timings })),
		);
		if (!one || !two) throw new Error('two brokers were to start');
		const began = Date.now();
		const request = { template: 'api_key', ttl: 30 };
		const sessions = await Promise.all(Array.from({ length: 6 }, () => createSession(one.url, request)));
		const [, opened, declined, given, , late] = sessions.map(({ reply }) => reply.code);
		await person.confirm(two.url, opened ?? '');
		await person.deny(two.url, declined ?? '');
		await person.give(two.url, given ?? '', { api_key: 'k' });
		await sessions[4]?.cancel();
		await sleep(began + 28 * SECOND - Date.now());
		await person.deny(two.url, late ?? '');
		await sleep(6 * SECOND);

		const total = async (outcome: string) => {
			const counts = metrics.map(({ sum }) => sum('linkauth_sessions_total', { outcome }));
			return (await Promise.all(counts)).reduce((a, b) => a + b, 0);
		};
		expect(await total('expired')).toBe(2);
		expect(await total('denied')).toBe(2);
		expect(await total('cancelled')).toBe(1);
		expect(await total('completed')).toBe(1);
	});
});
