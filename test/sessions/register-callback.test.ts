import { createHmac } from 'node:crypto';
import { makeToken } from '../../protocol/tokens';
import { createSession, type AgentSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { CallbackReceiver } from '../support/callback-receiver';
import { call } from '../support/http';
import { person } from '../support/person';

describe('registering a callback later', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker({ LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1' });
	});

	const patch = ({ reply }: AgentSession, body: unknown) =>
		call(broker.url, 'PATCH', `/v1/sessions/${reply.session_id}`, {
			body,
			headers: { authorization: `Bearer ${reply.poll_token ?? ''}` },
		});

	test('takes a secret of the agent’s own, and a decided session calls at once', async () => {
		const receiver = await CallbackReceiver.start();
		const session = await createSession(broker.url);
		await person.give(broker.url, session.reply.code, { api_key: 'k' });
		const secret = makeToken('callback');
		const registered = await patch(session, { callback_url: receiver.url, callback_secret: secret });
		expect(registered.body).toEqual({ callback_secret: secret, reachable: true });
		const { headers, text } = await receiver.next(1);
		const signature = createHmac('sha256', secret).update(text).digest('hex');
		expect(headers['x-linkauth-signature']).toBe(`sha256=${signature}`);
	});

	test('replaces the one that was there: the old address is not called', async () => {
		const [old, other] = await Promise.all([CallbackReceiver.start(), CallbackReceiver.start()]);
		const session = await createSession(broker.url, { template: 'api_key', callback_url: old.url });
		expect((await patch(session, { callback_url: other.url })).body['reachable']).toBe(true);
		await person.deny(broker.url, session.reply.code);
		expect((await other.next(1)).body['status']).toBe('denied');
		expect(old.deliveries).toHaveLength(0);
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

	test('needs the poll token, and a secret that is one', async () => {
		const session = await createSession(broker.url);
		const address = `/v1/sessions/${session.reply.session_id}`;
		const body = { callback_url: 'http://127.0.0.1:1/' };
		expect((await call(broker.url, 'PATCH', address, { body })).status).toBe(401);
		expect((await patch(session, { ...body, callback_secret: 'short' })).status).toBe(400);
		expect((await patch(session, {})).status).toBe(400);
		expect((await patch(session, { ...body, callback_acknowledges: 'yes' })).body['detail']).toContain(
			'callback_acknowledges: expected true or false',
		);
	});
});
