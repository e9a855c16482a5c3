import { sealEnvelope } from '../../protocol/envelope';
import { makeToken } from '../../protocol/tokens';
import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
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

	test('in the header it need not be in the body, and a wrong one there is 403 without a look at the body', async () => {
		const session = await createSession(broker.url);
		const { code } = session.reply;
		const { body } = await person.confirm(broker.url, code);
		const ciphertext = await sealEnvelope(session.keys.publicKey, { api_key: 'x' });
		const shown = (token: string) => ({ 'x-connect-token': token });
		const unread = await call(broker.url, 'POST', `/v1/connect/${code}/complete`, {
			body: { ciphertext: 1, connect_token: body.connect_token },
			headers: shown(makeToken('connect')),
		});
		expect(unread.body['code']).toBe('connect_token_invalid');
		const done = await person.complete(broker.url, code, { ciphertext }, shown(body.connect_token));
		expect(done.status).toBe(204);
	});

	test('declines what was confirmed; without it that is 403', async () => {
		const session = await createSession(broker.url);
		const { code } = session.reply;
		const { body } = await person.confirm(broker.url, code);
		expect((await person.deny(broker.url, code)).status).toBe(403);
		expect((await person.deny(broker.url, code, { connect_token: makeToken('connect') })).status).toBe(403);
		expect((await person.deny(broker.url, code, body)).status).toBe(204);
	});
});
