import { ENVELOPE_ALGORITHM, sealEnvelope } from '../../protocol/envelope';
import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { person } from '../support/person';

const KEY = { 'idempotency-key': 'attempt-0123456789' };
const OTHER = { 'idempotency-key': 'attempt-9876543210' };

describe('completing a session', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker();
	});

	test('a credential makes the round trip', async () => {
		const session = await createSession(broker.url, { template: 'basic_auth' });
		const fields = { username: 'zoë', password: 'söhr geheim 🔑' };
		expect((await session.poll()).body).toEqual({
			status: 'pending',
			expires_at: session.reply.expires_at,
			interval: 5,
		});
		expect((await person.give(broker.url, session.reply.code, fields)).status).toBe(204);
		const time = expect.stringMatching(/^\d{4}-.*Z$/) as string;
		const times = { opened_at: time, confirmed_at: time };
		const ready = await session.poll({ prefer: 'wait=1' });
		expect(ready.body).toEqual({
			status: 'ready',
			expires_at: session.reply.expires_at,
			ciphertext: expect.any(String) as string,
			algorithm: ENVELOPE_ALGORITHM,
			...times,
		});
		expect(await session.open(ready.body)).toEqual(fields);
		expect((await session.poll()).body).toEqual({
			status: 'consumed',
			expires_at: session.reply.expires_at,
			...times,
		});
	});

	test('repeated with the same Idempotency-Key it is answered 204 again, with another or none 409', async () => {
		const { reply, keys } = await createSession(broker.url);
		const { connect_token } = (await person.confirm(broker.url, reply.code)).body;
		const ciphertext = await sealEnvelope(keys.publicKey, { api_key: 'x' });
		const complete = (headers: Record<string, string>) =>
			person.complete(broker.url, reply.code, { ciphertext, connect_token }, headers);
		expect((await complete(KEY)).status).toBe(204);
		expect((await complete(KEY)).status).toBe(204);
		expect((await complete(OTHER)).status).toBe(409);
		expect((await complete({})).status).toBe(409);
	});
});
