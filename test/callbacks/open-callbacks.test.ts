import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { CallbackReceiver } from '../support/callback-receiver';
import { call } from '../support/http';
import { person } from '../support/person';
import { startRedis, type RunningRedis } from '../support/redis';
import { describeRedis } from '../support/stores';

const hmac = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('hex');

const SETTINGS = { LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1' };
/** Milliseconds. */
const TIMES = {
	callbackInterval: 25,
	callbackFirstDelay: 25,
	callbackLongestDelay: 50,
	callbackLease: 2_000,
	callbackDecisionDelay: 200,
};
/** Long enough for several more attempts. */
const SEVERAL_ATTEMPTS = 5 * (TIMES.callbackLongestDelay + TIMES.callbackInterval);

let receiver: CallbackReceiver;
beforeEach(async () => {
	receiver = await CallbackReceiver.start();
});

describe('a callback', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker(SETTINGS, { timings: TIMES });
	});

	const create = () => createSession(broker.url, { template: 'api_key', callback_url: receiver.url });

	test('delivers what the person gave, signed, and once; it can still be collected', async () => {
		const session = await create();
		const secret = session.reply.callback_secret ?? '';
		expect(secret).toMatch(/^cs_[A-Za-z0-9_-]{43}$/);
		await person.give(broker.url, session.reply.code, { api_key: 'told' });
		const { headers, text, body } = await receiver.next(1);
		expect(body).toMatchObject({ session_id: session.reply.session_id, status: 'ready' });
		expect(
			await session.open({ status: 'ready', expires_at: '', ciphertext: String(body['ciphertext']) }),
		).toEqual({
			api_key: 'told',
		});
		expect(headers['x-linkauth-signature']).toBe(`sha256=${hmac(secret, text)}`);
		const timestamp = String(headers['x-linkauth-timestamp']);
		expect(Math.abs(Number(timestamp) - Date.now() / 1_000)).toBeLessThan(60);
		expect(headers['x-linkauth-signature-v2']).toBe(
			`t=${timestamp},sha256=${hmac(secret, `${timestamp}.${text}`)}`,
		);
		expect((await session.poll()).body.status).toBe('ready');
		await sleep(SEVERAL_ATTEMPTS);
		expect(receiver.deliveries).toHaveLength(1);
	});

	test('delivers that the person declined, with the reason', async () => {
		const session = await create();
		await person.deny(broker.url, session.reply.code, { reason: 'reported' });
		expect((await receiver.next(1)).body).toEqual({
			session_id: session.reply.session_id,
			status: 'denied',
			reason: 'reported',
		});
	});

	test('that is not accepted is retried with the same delivery id, and not any more once it is accepted', async () => {
		receiver.answers = [503, 404, 200];
		const session = await create();
		await person.give(broker.url, session.reply.code, { api_key: 'k' });
		await receiver.next(3);
		const ids = new Set(receiver.deliveries.map(({ headers }) => headers['x-linkauth-delivery-id']));
		expect(ids.size).toBe(1);
		await sleep(SEVERAL_ATTEMPTS);
		expect(receiver.deliveries).toHaveLength(3);
	});

	test.each(['created', 'patched'])(
		'of an agent that acknowledges: a 2xx without the delivery id is somebody else’s, and is retried: %s',
		async (how) => {
			receiver.answers = [200, 200, 200];
			receiver.acknowledgesFrom = 3;
			const callback = { callback_url: receiver.url, callback_acknowledges: true };
			const session = await createSession(broker.url, {
				template: 'api_key',
				...(how === 'created' && callback),
			});
			if (how === 'patched') {
				const { session_id, poll_token } = session.reply;
				const headers = { authorization: `Bearer ${poll_token ?? ''}` };
				const address = `/v1/sessions/${session_id}`;
				expect((await call(broker.url, 'PATCH', address, { body: callback, headers })).status).toBe(200);
			}
			await person.give(broker.url, session.reply.code, { api_key: 'k' });
			await receiver.next(3);
			await sleep(SEVERAL_ATTEMPTS);
			expect(receiver.deliveries).toHaveLength(3);
		},
	);

	test('that is refused for good is not retried', async () => {
		receiver.answers = [400];
		const session = await create();
		await person.give(broker.url, session.reply.code, { api_key: 'k' });
		await receiver.next(1);
		await sleep(SEVERAL_ATTEMPTS);
		expect(receiver.deliveries).toHaveLength(1);
	});

	test.each(['collecting', 'collecting with an Idempotency-Key', 'cancelling'])(
		'is not retried after %s',
		async (how) => {
			receiver.answers = Array.from({ length: 100 }, () => 503);
			const session = await create();
			await person.give(broker.url, session.reply.code, { api_key: 'k' });
			await receiver.next(2);
			if (how === 'cancelling') {
				expect((await session.cancel()).status).toBe(204);
			} else {
				const keyed = how === 'collecting' ? {} : { 'idempotency-key': 'attempt-0123456789' };
				expect((await session.poll(keyed)).body.status).toBe('ready');
			}
			// An attempt that was in progress may still arrive.
			await sleep(SEVERAL_ATTEMPTS);
			const soFar = receiver.deliveries.length;
			await sleep(SEVERAL_ATTEMPTS);
			expect(receiver.deliveries).toHaveLength(soFar);
		},
	);

	test('of a session that expires is delivered, once', async () => {
		const timed = await startBroker(SETTINGS, { timings: { ...TIMES, second: 50 } });
		const { reply } = await createSession(timed.url, {
			template: 'api_key',
			callback_url: receiver.url,
			ttl: 30,
		});
		expect((await receiver.next(1)).body).toEqual({ session_id: reply.session_id, status: 'expired' });
		expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(reply.expires_at));
		await sleep(SEVERAL_ATTEMPTS);
		expect(receiver.deliveries).toHaveLength(1);
	});
});

describeRedis('callbacks of several brokers', () => {
	let redis: RunningRedis;
	let settings: Record<string, string>;
	beforeAll(async () => {
		redis = await startRedis();
		settings = { ...SETTINGS, LINKAUTH_STORE: redis.url };
	});

	test('another broker goes on when one dies between two attempts', async () => {
		const [broker] = await Promise.all([0, 1].map(() => startBroker(settings, { timings: TIMES })));
		receiver.answers = [503, 503];
		const { reply } = await createSession(broker?.url ?? '', {
			template: 'api_key',
			callback_url: receiver.url,
		});
		await person.give(broker?.url ?? '', reply.code, { api_key: 'k' });
		await receiver.next(1);
		await broker?.stop('SIGKILL');
		// An attempt that died with its broker is made again once its lease is over.
		expect((await receiver.next(3, 2 * TIMES.callbackLease)).body['status']).toBe('ready');
		await sleep(SEVERAL_ATTEMPTS);
		expect(receiver.deliveries).toHaveLength(3);
	});
});
