import { sealEnvelope } from '../../protocol/envelope';
import { makeToken } from '../../protocol/tokens';
import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { person } from '../support/person';

describe('the connect token', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker();
	});

	test('a wrong connect token is 403, and the right one still works', async () => {
		const session = await createSession(broker.url);
		const { code } = session.reply;
		const { body } = await person.confirm(broker.url, code);
		const ciphertext = await sealEnvelope(session.keys.publicKey, { api_key: 'x' });
		for (const connect_token of [undefined, 'ct_short', makeToken('connect'), makeToken('poll')]) {
			expect((await person.complete(broker.url, code, { ciphertext, connect_token })).status).toBe(403);
		}
		expect((await person.complete(broker.url, code, { ciphertext, ...body })).status).toBe(204);
	});
});
