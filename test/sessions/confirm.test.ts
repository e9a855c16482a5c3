import { sealEnvelope } from '../../protocol/envelope';
import { makeToken } from '../../protocol/tokens';
import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { person } from '../support/person';

const KEY = { 'idempotency-key': 'attempt-0123456789' };
const OTHER = { 'idempotency-key': 'attempt-9876543210' };

describe('confirming a session', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker();
	});

	test.each([0, 1, 2])(
		'repeated with the same Idempotency-Key it gives another connect token, and number %d of three completes',
		async (number) => {
			const { reply, keys } = await createSession(broker.url);
			const answers = [];
			for (let times = 0; times < 3; times += 1) {
				answers.push(await person.confirm(broker.url, reply.code, KEY));
			}
			expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
			expect((await person.confirm(broker.url, reply.code, OTHER)).status).toBe(409);
			const tokens = answers.map(({ body }) => body.connect_token);
			expect(new Set(tokens).size).toBe(3);
			const ciphertext = await sealEnvelope(keys.publicKey, { api_key: 'x' });
			const complete = (connect_token: string | undefined) =>
				person.complete(broker.url, reply.code, { ciphertext, connect_token });
			expect((await complete(makeToken('connect'))).status).toBe(403);
			expect((await complete(tokens[number])).status).toBe(204);
			for (const token of tokens) expect((await complete(token)).status).toBe(409);
			expect((await person.confirm(broker.url, reply.code, KEY)).status).toBe(409);
		},
	);
});
