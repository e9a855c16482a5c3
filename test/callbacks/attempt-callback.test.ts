import pino from 'pino';
import { attemptCallback, type DueCallback } from '../../broker/callbacks/attempt-callback';
import { CallSlots } from '../../broker/callbacks/call-slots';
import { nextStep } from '../../broker/callbacks/callback-event';
import { callbackOf } from '../../broker/callbacks/callback-record';
import { networkShare } from '../../broker/callbacks/callback-shares';
import { Receivers } from '../../broker/callbacks/receivers';
import { AllowedDestinations } from '../../broker/outbound/allowed-destinations';
import type { ResolveName } from '../../broker/outbound/resolve-name';
import type { Storage } from '../../broker/storage/storage';
import { callingSessions, type CallingSession, type CallingSessions } from '../support/calling-sessions';
import { CallbackReceiver } from '../support/callback-receiver';
import { cleanup } from '../support/cleanup';
import { connectedStorage } from '../support/opened-storage';
import { overEveryStore } from '../support/stores';

const SIZES = { quick: 64, slow: 64, receiver: 64, quickTime: 10_000, timeout: 10_000 };
const PUBLIC_ADDRESS = '93.184.216.34';

overEveryStore((start) => {
	let storage: Storage;
	let broker: CallingSessions;
	let slots: CallSlots;
	const receivers = new Receivers();
	beforeEach(async () => {
		storage = await connectedStorage((await start()).location);
		slots = new CallSlots(SIZES);
		broker = callingSessions(storage);
		// Nobody else makes calls.
		await broker.callbacks.close();
	});

	async function dueCallback({ id }: CallingSession): Promise<DueCallback> {
		const records = await storage.store.read(id, ['state', 'callback']);
		const callback = callbackOf(records.callback);
		if (!callback || !records.callback) throw new Error('there is no callback');
		const event = nextStep(records.state, callback);
		if (typeof event === 'string' || 'waitsUntil' in event) throw new Error('there is nothing to tell');
		return { sessionId: id, callback, version: records.callback.version, event };
	}

	function slotFor(url: string) {
		const slot = slots.take(receivers.at(url), [], () => undefined);
		return cleanup(slot, () => {
			slot.leave();
		});
	}

	const attempt = (due: DueCallback, resolver: ResolveName = () => Promise.reject(new Error('no name'))) =>
		attemptCallback(
			{
				store: storage.store,
				outbound: { allowed: new AllowedDestinations(['127.0.0.1']), resolver },
				logger: pino({ level: 'silent' }),
				now: storage.now,
			},
			due,
			slotFor(due.callback.url),
		);

	test.each([
		['collected', (session: CallingSession) => broker.collect(session)],
		['deleted', (session: CallingSession) => broker.cancel(session)],
		[
			'given another callback',
			(session: CallingSession) => broker.register(session, { callback_url: 'http://127.0.0.1:1/' }),
		],
	])('nobody is called for a session that is %s after it was read', async (_, does) => {
		const receiver = await CallbackReceiver.start();
		const session = await broker.create(receiver.url);
		await broker.give(session);
		const due = await dueCallback(session);
		await does(session);
		const before = await storage.store.read(session.id, ['callback', 'envelope']);
		expect(await attempt(due)).toEqual({ kind: 'overtaken' });
		expect(receiver.deliveries).toEqual([]);
		expect(await storage.store.read(session.id, ['callback', 'envelope'])).toEqual(before);
	});

	test('an attempt is written down before it is made', async () => {
		const receiver = await CallbackReceiver.start({ hangs: true });
		const session = await broker.create(receiver.url);
		await broker.deny(session);
		const attempted = attempt(await dueCallback(session));
		await receiver.next(1);
		const { callback } = await storage.store.read(session.id, ['callback']);
		expect(callbackOf(callback)).toMatchObject({ attempts: 1, told: 'denied' });
		receiver.release();
		expect(await attempted).toEqual({ kind: 'delivered', answered: true });
		expect(await storage.store.read(session.id, ['callback'])).toEqual({});
	});

	test('an address that is not called is given up', async () => {
		const session = await broker.create('https://inside.example/');
		await broker.deny(session);
		const outcome = await attempt(await dueCallback(session), () => Promise.resolve(['10.0.0.1']));
		expect(outcome).toEqual({ kind: 'refused', answered: false });
		expect(await storage.store.read(session.id, ['callback'])).toEqual({});
	});

	test('a name that does not resolve is tried again', async () => {
		const session = await broker.create('https://unknown.example/');
		await broker.deny(session);
		expect(await attempt(await dueCallback(session))).toEqual({ kind: 'retried', answered: false });
	});

	test('many names of one network on the internet are not called side by side, and no attempt is lost', async () => {
		const share = networkShare(PUBLIC_ADDRESS);
		for (let call = 0; call < share.quick; call += 1)
			expect(slotFor(`https://name-${String(call)}.example/`).join(share)).toBeUndefined();
		const session = await broker.create('https://one-more.example/');
		await broker.deny(session);
		const outcome = await attempt(await dueCallback(session), () => Promise.resolve([PUBLIC_ADDRESS]));
		expect(outcome).toMatchObject({ kind: 'postponed', obstacle: { key: share.key } });
		const { callback } = await storage.store.read(session.id, ['callback']);
		expect(callbackOf(callback)?.attempts).toBe(0);
	});
});
