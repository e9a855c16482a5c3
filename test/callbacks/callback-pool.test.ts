import { setTimeout as sleep } from 'node:timers/promises';
import type { Storage } from '../../broker/storage/storage';
import { callingSessions, type CallingSessions } from '../support/calling-sessions';
import { CallbackReceiver } from '../support/callback-receiver';
import { freePort } from '../support/free-port';
import { connectedStorage } from '../support/opened-storage';
import { overEveryStore } from '../support/stores';
import { until } from '../support/until';

/** Milliseconds. A call that hangs is given up long after everything that is to happen meanwhile. */
const TIMES = {
	second: 100,
	callbackInterval: 25,
	callbackFirstDelay: 25,
	callbackLongestDelay: 50,
	callbackDecisionDelay: 300,
	callbackTimeout: 8_000,
	callbackLease: 16_000,
	callbackDrain: 100,
};
/** Long enough for several more attempts. */
const SEVERAL_ATTEMPTS = 6 * (TIMES.callbackLongestDelay + TIMES.callbackInterval);

overEveryStore((start) => {
	let location: string;
	let storage: Storage;
	let broker: CallingSessions;
	beforeEach(async () => {
		({ location } = await start());
		storage = await connectedStorage(location);
		broker = callingSessions(storage, TIMES);
	});

	const recordsOf = (id: string) => storage.store.read(id, ['asked', 'state', 'envelope', 'callback']);

	describe('a session that is deleted while its call is under way', () => {
		test.each([200, 503])(
			'is not called again, and leaves nothing: the receiver answers %d',
			async (status) => {
				const receiver = await CallbackReceiver.start({ hangs: true });
				const session = await broker.create(receiver.url, { ttl: 3 });
				await broker.give(session);
				await receiver.next(1);
				await broker.cancel(session);
				receiver.release(status);
				await sleep(3 * TIMES.second + SEVERAL_ATTEMPTS);
				expect(receiver.deliveries.map(({ body }) => body['status'])).toEqual(['ready']);
				expect(await recordsOf(session.id)).toEqual({});
				expect(await storage.callbacksDue.take(1_000, 10)).toEqual([]);
			},
		);
	});

	describe('a callback that is replaced while its call is under way', () => {
		test.each([200, 400, 503])(
			'is the one called from then on: the old address answers %d',
			async (status) => {
				const old = await CallbackReceiver.start({ hangs: true });
				const other = await CallbackReceiver.start();
				const session = await broker.create(old.url);
				const ciphertext = await broker.give(session);
				await old.next(1);
				const { callback_secret } = await broker.register(session, { callback_url: other.url });
				old.release(status);
				const { body, headers } = await other.next(1, TIMES.callbackTimeout / 2);
				expect(body).toMatchObject({ status: 'ready', ciphertext });
				expect(callback_secret).not.toBe(session.secret);
				expect(headers['x-linkauth-delivery-id']).not.toBe(
					old.deliveries[0]?.headers['x-linkauth-delivery-id'],
				);
				await sleep(SEVERAL_ATTEMPTS);
				expect([old.deliveries.length, other.deliveries.length]).toEqual([1, 1]);
			},
		);

		test('has one call under way at a time, and is called once for the last of many', async () => {
			const receiver = await CallbackReceiver.start({ hangs: true });
			const session = await broker.create(receiver.url);
			await broker.give(session);
			await receiver.next(1);
			for (let time = 0; time < 20; time += 1) {
				await broker.register(session, { callback_url: `${receiver.url}?${String(time)}` });
			}
			await sleep(SEVERAL_ATTEMPTS);
			expect(receiver.deliveries).toHaveLength(1);
			receiver.release();
			await receiver.next(2, TIMES.callbackTimeout / 2);
			await sleep(SEVERAL_ATTEMPTS);
			expect(receiver.mostAtOnce).toBe(1);
			expect(receiver.deliveries.map(({ url }) => url)).toEqual(['/hook', '/hook?19']);
		});
	});

	describe('what is told', () => {
		test('of a session that was declined is never that it expired, though nobody ever took it', async () => {
			const receiver = await CallbackReceiver.start();
			receiver.answers = Array.from({ length: 1_000 }, () => 503);
			const session = await broker.create(receiver.url, { ttl: 10 });
			await broker.deny(session, 'no');
			await receiver.next(2);
			await sleep(10 * TIMES.second + SEVERAL_ATTEMPTS);
			const told = receiver.deliveries.map(({ body }) => [body['status'], body['reason']]);
			expect(new Set(told.map((each) => each.join()))).toEqual(new Set(['denied,no']));
			expect(await recordsOf(session.id)).toEqual({});
		});

		test('of a session that was ready is never that it expired, though its broker died before it heard', async () => {
			const receiver = await CallbackReceiver.start({ hangs: true });
			const session = await broker.create(receiver.url, { ttl: 5 });
			await broker.give(session);
			await receiver.next(1);
			// Nothing is heard of the one that had the lease; the next one reads what it left.
			await storage.callbacksDue.set(session.id, 5 * TIMES.second);
			const successor = callingSessions(await connectedOrSame(), TIMES);
			await sleep(5 * TIMES.second + SEVERAL_ATTEMPTS);
			expect(receiver.deliveries.map(({ body }) => body['status'])).toEqual(['ready']);
			expect(successor.results).toEqual([]);
		});

		test.each([200, 400])(
			'is told once, and nothing is left of the callback: the receiver answers %d',
			async (status) => {
				const receiver = await CallbackReceiver.start();
				receiver.answers = [status];
				const session = await broker.create(receiver.url, { ttl: 5 });
				await broker.give(session);
				await receiver.next(1);
				await until(() => broker.results.length === 1);
				await until(async () => !('callback' in (await recordsOf(session.id))));
				await sleep(5 * TIMES.second + SEVERAL_ATTEMPTS);
				expect(receiver.deliveries).toHaveLength(1);
				expect(broker.results).toEqual([status === 200 ? 'delivered' : 'refused']);
			},
		);

		test('is a ciphertext only as long as nobody has collected it', async () => {
			const receiver = await CallbackReceiver.start();
			receiver.answers = [503];
			const session = await broker.create(receiver.url);
			await broker.give(session);
			await receiver.next(1);
			await broker.collect(session);
			await sleep(SEVERAL_ATTEMPTS);
			expect(receiver.deliveries).toHaveLength(1);
			expect(Object.keys(await recordsOf(session.id)).sort()).toEqual(['asked', 'state']);
		});
	});

	/** Another connection to the same store, where there can be one. */
	const connectedOrSame = () =>
		location === 'memory:' ? Promise.resolve(storage) : connectedStorage(location);

	test('what is not taken is tried again at growing intervals, after 404, 409, 429, 5xx and no connection', async () => {
		const port = await freePort();
		const slow = callingSessions(await connectedOrSame(), {
			...TIMES,
			callbackFirstDelay: 100,
			callbackLongestDelay: 400,
		});
		await broker.callbacks.close();
		const receiver = await CallbackReceiver.start();
		receiver.answers = [404, 409, 429, 500, 599, 200];
		await slow.give(await slow.create(receiver.url));
		await receiver.next(6);
		await slow.give(await slow.create(`http://127.0.0.1:${String(port)}/`));
		const times = receiver.deliveries.map(({ at }) => at);
		const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
		const least = [100, 200, 400, 400, 400];
		expect(pauses.filter((pause, index) => pause < (least[index] ?? 0) - 10)).toEqual([]);
		await until(() => slow.results.length > 7);
		expect(slow.results.slice(0, 8)).toEqual([
			...Array.from({ length: 5 }, () => 'retried'),
			'delivered',
			'retried',
			'retried',
		]);
	});

	test('a call that takes long is made by one broker alone', async () => {
		const other = callingSessions(await connectedOrSame(), TIMES);
		const receiver = await CallbackReceiver.start({ hangs: true });
		await broker.give(await broker.create(receiver.url));
		await receiver.next(1);
		await sleep(SEVERAL_ATTEMPTS);
		expect(receiver.deliveries).toHaveLength(1);
		receiver.release();
		await until(() => broker.results.length + other.results.length === 1);
	});

	test('a call that was decided on by a broker that died is made by another one', async () => {
		const receiver = await CallbackReceiver.start();
		const session = await broker.create(receiver.url);
		await broker.callbacks.close();
		// It is planned before the decision, and nobody hears of the decision itself.
		broker.callbacks.planner.decided = () => undefined;
		await broker.deny(session);
		callingSessions(await connectedOrSame(), TIMES);
		expect((await receiver.next(1, 10 * TIMES.callbackDecisionDelay)).body['status']).toBe('denied');
	});

	test('a broker that stops gives back the calls that hang, for another one to make at once', async () => {
		await broker.callbacks.close();
		const receiver = await CallbackReceiver.start({ hangs: true });
		const stopping = callingSessions(storage, {
			...TIMES,
			callbackFirstDelay: 60_000,
			callbackLongestDelay: 60_000,
		});
		await stopping.give(await stopping.create(receiver.url));
		await receiver.next(1);
		await stopping.callbacks.close();
		expect(receiver.waiting.size).toBe(0);
		receiver.hangs = false;
		callingSessions(await connectedOrSame(), TIMES);
		await receiver.next(2, TIMES.callbackTimeout / 2);
	});

	test('a broker that stops waits for the calls that are about to end', async () => {
		const receiver = await CallbackReceiver.start({ hangs: true });
		const patient = callingSessions(await connectedOrSame(), { ...TIMES, callbackDrain: 5_000 });
		await broker.callbacks.close();
		const session = await patient.create(receiver.url);
		await patient.give(session);
		await receiver.next(1);
		const closed = patient.callbacks.close();
		receiver.release();
		await closed;
		expect(patient.results).toEqual(['delivered']);
		expect(await storage.callbacksDue.take(1_000, 10)).toEqual([]);
	});

	test('a receiver that has hung gets all of its calls once it answers', async () => {
		await broker.callbacks.close();
		const recovering = callingSessions(await connectedOrSame(), { ...TIMES, callbackTimeout: 300 });
		const receiver = await CallbackReceiver.start({ hangs: true });
		const sessions = await Promise.all(Array.from({ length: 20 }, () => recovering.create(receiver.url)));
		await Promise.all(sessions.map((session) => recovering.deny(session)));
		await until(() => recovering.results.length >= 8);
		receiver.release();
		const delivered = () => recovering.results.filter((result) => result === 'delivered').length;
		await until(() => delivered() === 20);
		const ids = receiver.deliveries.map(({ body }) => body['session_id']);
		expect(new Set(ids).size).toBe(20);
		// Eight in the beginning, and one at a time as long as it hangs.
		expect(receiver.mostAtOnce).toBeLessThanOrEqual(8);
	});

	describe('receivers that hang', () => {
		/** More than the quick lane holds, each at a port of its own, and all of them called for. */
		async function manyThatHang(caller: (index: number) => string | undefined) {
			const receivers = await Promise.all(
				Array.from({ length: 150 }, () => CallbackReceiver.start({ hangs: true })),
			);
			const sessions = await Promise.all(
				receivers.map(({ url }, index) => {
					const name = caller(index);
					return broker.create(url, name === undefined ? {} : { caller: name });
				}),
			);
			await Promise.all(sessions.map((session) => broker.deny(session)));
			return receivers;
		}

		test.each([
			['without API keys', () => undefined, undefined],
			['of one API key, the same', () => 'one', 'one'],
			['of one API key, another', () => 'one', 'other'],
			['of many API keys, another', (index: number) => `key ${String(index)}`, 'other'],
		])('hold up no other receiver: sessions %s', async (_, callerOf, caller) => {
			await broker.callbacks.close();
			// What is due is looked at because there is room again, not because it is time.
			broker = callingSessions(storage, { ...TIMES, callbackInterval: 60_000 });
			const receivers = await manyThatHang(callerOf);
			const receiver = await CallbackReceiver.start();
			const session = await broker.create(receiver.url, caller === undefined ? {} : { caller });
			const decided = performance.now();
			await broker.deny(session);
			await receiver.next(1);
			// Long before the first of them is given up.
			expect(performance.now() - decided).toBeLessThan(TIMES.callbackTimeout / 2);
			// None of them is forgotten over it.
			await until(() => receivers.every(({ deliveries }) => deliveries.length > 0), 10_000);
		});
	});
});
