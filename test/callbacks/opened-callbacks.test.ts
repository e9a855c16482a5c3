import { setTimeout as sleep } from 'node:timers/promises';
import type { Storage } from '../../broker/storage/storage';
import { callingSessions, type CallingSessions } from '../support/calling-sessions';
import { CallbackReceiver } from '../support/callback-receiver';
import { connectedStorage } from '../support/opened-storage';
import { overEveryStore } from '../support/stores';

/** Milliseconds. */
const TIMES = {
	second: 100,
	callbackInterval: 25,
	callbackFirstDelay: 25,
	callbackLongestDelay: 50,
	callbackDecisionDelay: 100,
	callbackTimeout: 8_000,
	callbackLease: 16_000,
	callbackDrain: 100,
};
const SEVERAL_ATTEMPTS = 6 * (TIMES.callbackLongestDelay + TIMES.callbackInterval);
const ALL = ['opened', 'ready', 'denied', 'expired'] as const;

/** An agent that wishes to is called when somebody looks at its request for the first time. */
overEveryStore((start) => {
	let storage: Storage;
	let broker: CallingSessions;
	let receiver: CallbackReceiver;
	beforeEach(async () => {
		storage = await connectedStorage((await start()).location);
		broker = callingSessions(storage, TIMES);
		receiver = await CallbackReceiver.start();
	});

	const told = () => receiver.deliveries.map(({ body }) => body['status']);

	test('opened is told once, with the time, and then how it ended', async () => {
		const session = await broker.create(receiver.url, { events: ALL });
		await broker.open(session);
		const { body } = await receiver.next(1);
		expect(body).toEqual({
			session_id: session.id,
			status: 'opened',
			opened_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
		});
		await broker.open(session);
		await sleep(SEVERAL_ATTEMPTS);
		await broker.give(session);
		await receiver.next(2);
		await sleep(SEVERAL_ATTEMPTS);
		expect(told()).toEqual(['opened', 'ready']);
		const ids = receiver.deliveries.map(({ headers }) => headers['x-linkauth-delivery-id']);
		expect(new Set(ids).size).toBe(2);
	});

	test('it is tried again until it is taken', async () => {
		receiver.answers = [503, 503];
		const session = await broker.create(receiver.url, { events: ALL });
		await broker.open(session);
		await receiver.next(3);
		await sleep(SEVERAL_ATTEMPTS);
		expect(told()).toEqual(['opened', 'opened', 'opened']);
		await broker.deny(session);
		expect((await receiver.next(4)).body['status']).toBe('denied');
	});

	test('it is tried again after the code was confirmed, and dropped once the session is decided', async () => {
		receiver.answers = Array.from({ length: 200 }, () => 503);
		const session = await broker.create(receiver.url, { events: ALL, ttl: 1_000 });
		await broker.open(session);
		await receiver.next(2);
		await broker.confirm(session);
		const before = receiver.deliveries.length;
		await receiver.next(before + 3);
		expect(new Set(told())).toEqual(new Set(['opened']));
		receiver.answers = [];
		const other = await broker.create(receiver.url, { events: ALL });
		receiver.answers = [503];
		await broker.open(other);
		await broker.deny(other);
		await sleep(SEVERAL_ATTEMPTS);
		const ofOther = receiver.deliveries.filter(({ body }) => body['session_id'] === other.id);
		expect(ofOther.at(-1)?.body['status']).toBe('denied');
	});

	test('where the receiver refuses it, the end is told all the same', async () => {
		receiver.answers = [400];
		const session = await broker.create(receiver.url, { events: ALL });
		await broker.open(session);
		await receiver.next(1);
		await sleep(SEVERAL_ATTEMPTS);
		await broker.deny(session);
		await receiver.next(2);
		expect(told()).toEqual(['opened', 'denied']);
	});

	test('nobody is told who does not wish it; what is not wished is not told', async () => {
		const usual = await broker.create(receiver.url);
		await broker.open(usual);
		const few = await broker.create(receiver.url, { events: ['opened', 'expired'] });
		await broker.deny(few);
		await sleep(SEVERAL_ATTEMPTS);
		expect(told()).toEqual([]);
		await broker.deny(usual);
		await receiver.next(1);
		expect(told()).toEqual(['denied']);
	});

	test('registered later, what has happened already is told', async () => {
		const session = await broker.create(receiver.url);
		await broker.open(session);
		await broker.register(session, { callback_url: receiver.url, callback_events: ['opened'] });
		const other = await broker.create(receiver.url);
		await broker.register(other, { callback_url: receiver.url, callback_events: ['opened'] });
		await broker.open(other);
		await receiver.next(2);
		await broker.deny(other);
		await sleep(SEVERAL_ATTEMPTS);
		expect(told()).toEqual(['opened', 'opened']);
	});

	test('expired is told when the time to answer is over, long before the link would have been', async () => {
		// A hundred times as fast: 9 seconds.
		const fast = callingSessions(storage, { ...TIMES, second: 2 });
		const session = await fast.create(receiver.url, { events: ALL, ttl: 100_000 });
		await fast.open(session);
		await receiver.next(1);
		const confirmed = performance.now();
		await fast.confirm(session);
		const { body, at } = await receiver.next(2);
		expect(body).toEqual({ session_id: session.id, status: 'expired' });
		expect(at - confirmed).toBeGreaterThanOrEqual(900 * 2 - 5);
	});
});
