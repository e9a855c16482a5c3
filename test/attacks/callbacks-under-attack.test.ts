import { setTimeout as sleep } from 'node:timers/promises';
import { createSession, type AgentSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { CallbackReceiver } from '../support/callback-receiver';
import { call } from '../support/http';
import { person } from '../support/person';
import { overEveryStore } from '../support/stores';

/** Milliseconds, by the times of a broker in use: a call that hangs is given up after … */
const TIMEOUT = 10_000;
/** … and one that is not taken is tried again after 1 s, and 2 s more. */
const TWO_MORE_ATTEMPTS = 4_000;

jest.setTimeout(60_000);

overEveryStore((start) => {
	let broker: RunningBroker;
	beforeEach(async () => {
		const { location } = await start();
		broker = await startBroker({
			LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1',
			LINKAUTH_STORE: location,
			LINKAUTH_API_KEYS: 'one:attacker-0123456789,other:somebody-0123456789',
		});
	});

	const ATTACKER = { 'x-api-key': 'attacker-0123456789' };
	const SOMEBODY = { 'x-api-key': 'somebody-0123456789' };

	const create = ({ url }: CallbackReceiver, headers: Readonly<Record<string, string>> = ATTACKER) =>
		createSession(broker.url, { template: 'api_key', callback_url: url }, headers);
	const statuses = ({ deliveries }: CallbackReceiver) => deliveries.map(({ body }) => body['status']);

	test.each([
		['another agent’s callback', SOMEBODY],
		['a callback of the same agent', ATTACKER],
	])('150 receivers that hang do not hold up %s', async (_, headers) => {
		const hanging = await Promise.all(
			Array.from({ length: 150 }, () => CallbackReceiver.start({ hangs: true })),
		);
		const sessions = await Promise.all(hanging.map((receiver) => create(receiver)));
		const receiver = await CallbackReceiver.start();
		const session = await create(receiver, headers);
		await Promise.all(sessions.map(({ reply }) => person.deny(broker.url, reply.code)));
		await person.deny(broker.url, session.reply.code);
		expect((await receiver.next(1, TIMEOUT / 2)).body['status']).toBe('denied');
	});

	test.each([200, 503])(
		'a session that is deleted while its call is under way is called no more: the call is answered %d',
		async (status) => {
			const receiver = await CallbackReceiver.start({ hangs: true });
			const session = await create(receiver);
			await person.give(broker.url, session.reply.code, { api_key: 'k' });
			await receiver.next(1);
			expect((await session.cancel()).status).toBe(204);
			receiver.release(status);
			await sleep(TWO_MORE_ATTEMPTS);
			expect(statuses(receiver)).toEqual(['ready']);
		},
	);

	test.each([200, 503])(
		'an address that is registered while a call is under way is called: the call is answered %d',
		async (status) => {
			const [old, other] = await Promise.all([
				CallbackReceiver.start({ hangs: true }),
				CallbackReceiver.start(),
			]);
			const session = await create(old);
			await person.give(broker.url, session.reply.code, { api_key: 'k' });
			await old.next(1);
			expect((await register(session, other)).status).toBe(200);
			old.release(status);
			await other.next(1, TWO_MORE_ATTEMPTS);
			await sleep(TWO_MORE_ATTEMPTS);
			expect([statuses(old), statuses(other)]).toEqual([['ready'], ['ready']]);
		},
	);

	const register = ({ reply }: AgentSession, { url }: CallbackReceiver) =>
		call(broker.url, 'PATCH', `/v1/sessions/${reply.session_id}`, {
			body: { callback_url: url },
			headers: { ...ATTACKER, authorization: `Bearer ${reply.poll_token ?? ''}` },
		});
});
