import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
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
});
