import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeToken } from '../../protocol/tokens';
import { createSession, type AgentSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { CallbackReceiver } from '../support/callback-receiver';
import { call } from '../support/http';
import { person } from '../support/person';
import { startRedis, type RunningRedis } from '../support/redis';
import { describeRedis } from '../support/stores';

const hmac = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('hex');

describe('callbacks', () => {
	let broker: RunningBroker;
	let receiver: CallbackReceiver;
	beforeAll(async () => {
		broker = await startBroker({ LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1' });
	});
	beforeEach(async () => {
		receiver = await CallbackReceiver.start();
	});
	afterEach(() => {
		receiver.stop();
	});
	afterAll(() => broker.stop());

	const create = () => createSession(broker.url, { template: 'api_key', callback_url: receiver.url });
	const patch = ({ reply }: AgentSession, body: unknown) =>
		call(broker.url, 'PATCH', `/v1/sessions/${reply.session_id}`, {
			body,
			headers: { authorization: `Bearer ${reply.poll_token ?? ''}` },
		});

	test('what the person gave is told at once, signed, and can still be collected', async () => {
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
		await sleep(1_500);
		expect(receiver.deliveries).toHaveLength(1);
	});

	test('that the person declined is told, with the reason', async () => {
		const session = await create();
		await person.deny(broker.url, session.reply.code, { reason: 'reported' });
		expect((await receiver.next(1)).body).toEqual({
			session_id: session.reply.session_id,
			status: 'denied',
			reason: 'reported',
		});
	});

	test('what is not taken is tried again with the same delivery id, and no more once it is taken', async () => {
		receiver.answers = [503, 404, 200];
		const session = await create();
		await person.give(broker.url, session.reply.code, { api_key: 'k' });
		await receiver.next(3);
		const ids = new Set(receiver.deliveries.map(({ headers }) => headers['x-linkauth-delivery-id']));
		expect(ids.size).toBe(1);
		await sleep(2_500);
		expect(receiver.deliveries).toHaveLength(3);
	});

	test.each(['created', 'patched'])(
		'of an agent that acknowledges, a 2xx without the delivery id is somebody else’s, and is tried again: %s',
		async (how) => {
			receiver.answers = [200, 200, 200];
			receiver.acknowledgesFrom = 3;
			const callback = { callback_url: receiver.url, callback_acknowledges: true };
			const session = await createSession(broker.url, {
				template: 'api_key',
				...(how === 'created' && callback),
			});
			if (how === 'patched') expect((await patch(session, callback)).status).toBe(200);
			await person.give(broker.url, session.reply.code, { api_key: 'k' });
			await receiver.next(3);
			await sleep(5_000);
			expect(receiver.deliveries).toHaveLength(3);
		},
	);

	test('a receiver that refuses for good is not called again', async () => {
		receiver.answers = [400];
		const session = await create();
		await person.give(broker.url, session.reply.code, { api_key: 'k' });
		await receiver.next(1);
		await sleep(2_500);
		expect(receiver.deliveries).toHaveLength(1);
	});

	test('collecting or cancelling before anybody could be told ends the calls', async () => {
		receiver.answers = [503, 503, 503, 503];
		const session = await create();
		await person.give(broker.url, session.reply.code, { api_key: 'k' });
		await receiver.next(1);
		await session.poll();
		await session.cancel();
		const soFar = receiver.deliveries.length;
		await sleep(3_000);
		expect(receiver.deliveries.length).toBe(soFar);
	});

	test('one can be registered later, with a secret of the agent’s own, and a decided session calls at once', async () => {
		const session = await createSession(broker.url);
		await person.give(broker.url, session.reply.code, { api_key: 'k' });
		const secret = makeToken('callback');
		const registered = await patch(session, { callback_url: receiver.url, callback_secret: secret });
		expect(registered.body).toEqual({ callback_secret: secret, reachable: true });
		const { headers, text } = await receiver.next(1);
		expect(headers['x-linkauth-signature']).toBe(`sha256=${hmac(secret, text)}`);
	});

	test('replacing one leaves the old address alone', async () => {
		const session = await create();
		const other = await CallbackReceiver.start();
		expect((await patch(session, { callback_url: other.url })).body['reachable']).toBe(true);
		await person.deny(broker.url, session.reply.code);
		expect((await other.next(1)).body['status']).toBe('denied');
		expect(receiver.deliveries).toHaveLength(0);
		other.stop();
	});

	test('an address that nobody listens at is registered, and said to be out of reach', async () => {
		const session = await createSession(broker.url);
		const answer = await patch(session, { callback_url: 'http://127.0.0.1:1/' });
		expect(answer.body['reachable']).toBe(false);
	});

	test.each([
		['http://example.com/', 'https'],
		['https://10.0.0.1/', 'public internet'],
		['https://169.254.169.254/latest/meta-data/', 'public internet'],
		['https://localhost/', 'does not call'],
		['nonsense', 'https'],
	])('%s is refused', async (callback_url, expected) => {
		const session = await createSession(broker.url);
		const patched = await patch(session, { callback_url });
		expect([patched.status, patched.body['detail']]).toEqual([400, expect.stringContaining(expected)]);
	});

	test('registering needs the poll token, and a secret that is one', async () => {
		const session = await createSession(broker.url);
		const address = `/v1/sessions/${session.reply.session_id}`;
		const body = { callback_url: receiver.url };
		expect((await call(broker.url, 'PATCH', address, { body })).status).toBe(401);
		expect((await patch(session, { ...body, callback_secret: 'short' })).status).toBe(400);
		expect((await patch(session, {})).status).toBe(400);
		expect((await patch(session, { ...body, callback_acknowledges: 'yes' })).body['detail']).toContain(
			'callback_acknowledges: expected true or false',
		);
	});
});

describe('a session whose time is up', () => {
	test('is told, once', async () => {
		const broker = await startBroker({ LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1' });
		const receiver = await CallbackReceiver.start();
		const { reply } = await createSession(broker.url, {
			template: 'api_key',
			callback_url: receiver.url,
			ttl: 30,
		});
		expect((await receiver.next(1, 40_000)).body).toEqual({
			session_id: reply.session_id,
			status: 'expired',
		});
		await sleep(2_500);
		expect(receiver.deliveries).toHaveLength(1);
		receiver.stop();
		await broker.stop();
	}, 60_000);
});

describeRedis('callbacks of many brokers', () => {
	let redis: RunningRedis;
	beforeAll(async () => {
		redis = await startRedis();
	});
	afterAll(() => redis.stop());

	test('when the broker that took the submission dies before it told, another one tells', async () => {
		const receiver = await CallbackReceiver.start();
		const settings = { LINKAUTH_STORE: redis.url, LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1' };
		const [doomed, other] = await Promise.all([startBroker(settings), startBroker(settings)]);
		receiver.answers = [503, 503];
		const session = await createSession(doomed.url, { template: 'api_key', callback_url: receiver.url });
		await person.give(doomed.url, session.reply.code, { api_key: 'k' });
		await receiver.next(1);
		await doomed.stop('SIGKILL');
		expect((await receiver.next(3, 40_000)).body['status']).toBe('ready');
		await sleep(2_000);
		expect(receiver.deliveries).toHaveLength(3);
		receiver.stop();
		await other.stop();
	}, 60_000);
});
