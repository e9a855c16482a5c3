import { ENVELOPE_ALGORITHM, sealEnvelope } from '../../protocol/envelope';
import { makeToken } from '../../protocol/tokens';
import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
import { pipeline, tally, type PipelinedRequest } from '../support/pipeline';
import { person } from '../support/person';
import { overEveryStore } from '../support/stores';

const SETTINGS = { LINKAUTH_RATE_LIMITS: 'on' };
/** Another network than the tests' usual one. */
const ELSEWHERE = '127.0.0.2';

/** Codes that no session has. */
const guesses = (count: number, rest = ''): PipelinedRequest[] =>
	Array.from({ length: count }, (_, at) => ({
		start: `GET /v1/connect/ZZZZ-${String(1_000 + at)}${rest}`,
	}));
/** Ids that no session has, with a token that none has. */
const idGuesses = (count: number, method: string): PipelinedRequest[] =>
	Array.from({ length: count }, (_, at) => ({
		start: `${method} /v1/sessions/${at.toString(16).padStart(64, '0')}`,
		headers: { authorization: `Bearer ${makeToken('poll')}` },
	}));

overEveryStore((start) => {
	let brokers: readonly [RunningBroker, RunningBroker];
	beforeEach(async () => {
		const { location, redis } = await start();
		const settings = { ...SETTINGS, LINKAUTH_STORE: location };
		const first = await startBroker(settings);
		brokers = [first, redis ? await startBroker(settings) : first];
	});

	test.each([
		['1,500 codes', guesses(1_500)],
		['1,500 ids of polls', idGuesses(1_500, 'GET')],
		['300 ids of cancellations', idGuesses(300, 'DELETE')],
	])('%s in one pipeline: 20 are answered, and all others refused', async (_, requests) => {
		const statuses = await pipeline(brokers[0].port, requests);
		expect(tally(statuses)).toEqual({ 404: 20, 429: requests.length - 20 });
	});

	test('2,000 side by side, of every kind, at two brokers: 20 are answered', async () => {
		const halves = Array.from({ length: 20 }, (_, at) => {
			const { port } = brokers[at % 2 === 0 ? 0 : 1];
			return pipeline(port, at % 4 < 2 ? guesses(100) : idGuesses(100, 'GET'));
		});
		expect(tally((await Promise.all(halves)).flat())).toEqual({ 404: 20, 429: 1_980 });
	});

	test('700 guesses of one network lock out nobody else, and nobody who has confirmed', async () => {
		const session = await createSession(brokers[0].url);
		const confirmed = await createSession(brokers[0].url);
		const { body } = await person.confirm(brokers[0].url, confirmed.reply.code);
		const { public_key: key } = (await person.lookUp(brokers[0].url, session.reply.code)).body;
		await pipeline(brokers[0].port, guesses(700));

		for (const { port } of brokers) {
			const [elsewhere] = await pipeline(port, [{ start: `GET /v1/connect/${session.reply.code}` }], {
				from: ELSEWHERE,
			});
			expect(elsewhere).toBe(200);
		}
		// The same network as the guesses, with the token of its own session.
		const ciphertext = await sealEnvelope(key, { api_key: 'k' });
		const given = await call(brokers[1].url, 'POST', `/v1/connect/${confirmed.reply.code}/complete`, {
			body: { algorithm: ENVELOPE_ALGORITHM, ciphertext, connect_token: body.connect_token },
			headers: { 'x-connect-token': body.connect_token },
		});
		expect(given.status).toBe(204);
		expect((await confirmed.poll()).body.status).toBe('ready');
	});
});
