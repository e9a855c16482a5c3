import { makeToken } from '../../protocol/tokens';
import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
import { person } from '../support/person';

describe('declining', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker();
	});

	test('declining reaches the agent with its reason, and the state is final', async () => {
		const early = await createSession(broker.url);
		expect((await person.deny(broker.url, early.reply.code, { reason: 'Not me' })).status).toBe(204);
		expect((await early.poll()).body).toEqual({
			status: 'denied',
			expires_at: early.reply.expires_at,
			reason: 'Not me',
		});
		const late = await createSession(broker.url);
		const { body } = await person.confirm(broker.url, late.reply.code);
		expect((await person.deny(broker.url, late.reply.code)).status).toBe(403);
		expect((await person.deny(broker.url, late.reply.code, body)).status).toBe(204);
		expect((await late.poll()).body.status).toBe('denied');
		expect((await person.deny(broker.url, late.reply.code, body)).status).toBe(409);
	});

	test('repeated with the same Idempotency-Key it is answered 204 again, with the connect token of who declined', async () => {
		const session = await createSession(broker.url);
		const { code } = session.reply;
		const { body } = await person.confirm(broker.url, code);
		const deny = (given: unknown, key = 'attempt-0123456789') =>
			call(broker.url, 'POST', `/v1/connect/${code}/deny`, {
				body: given,
				headers: { 'idempotency-key': key },
			});
		expect((await deny(body)).status).toBe(204);
		expect((await deny(body)).status).toBe(204);
		expect((await deny({ connect_token: makeToken('connect') })).status).toBe(403);
		expect((await deny({})).status).toBe(403);
		expect((await deny(body, 'attempt-9876543210')).status).toBe(409);
	});
});
