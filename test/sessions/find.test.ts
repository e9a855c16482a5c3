import { setTimeout as sleep } from 'node:timers/promises';
import { makeToken } from '../../protocol/tokens';
import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';

describe('finding a session', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker({}, { timings: { second: 20 } });
	});

	test('an unknown session, an expired one and a malformed id look alike to whoever has not its token', async () => {
		const { reply } = await createSession(broker.url, { template: 'api_key', ttl: 30 });
		await sleep(30 * 20 + 20);
		const guessed = makeToken('poll');
		const answers = await Promise.all(
			[reply.session_id, '0'.repeat(64), 'nonsense', '..%2f..', '%E0%A4%A'].map((id) =>
				call(broker.url, 'GET', `/v1/sessions/${id}`, { headers: { authorization: `Bearer ${guessed}` } }),
			),
		);
		expect(new Set(answers.map((answer) => `${String(answer.status)} ${answer.text}`)).size).toBe(1);
		expect(answers[0]?.body).toMatchObject({ status: 404, code: 'session_not_found' });
		const headers = { authorization: `Bearer ${reply.poll_token ?? ''}` };
		const right = await call(broker.url, 'GET', `/v1/sessions/${reply.session_id}`, { headers });
		expect(right.body).toMatchObject({
			status: 404,
			code: 'session_ended',
			ended: { state: 'expired', at: reply.expires_at },
		});
	});

	test.each([
		['none', undefined],
		['another scheme', 'Basic dXNlcjpwYXNz'],
		['another kind of token', `Bearer ${makeToken('connect')}`],
		['a malformed one', 'Bearer pt_short'],
	])(
		'a poll with %s is refused with 401, whether there is such a session or not',
		async (_, authorization) => {
			const { reply } = await createSession(broker.url);
			for (const id of [reply.session_id, '0'.repeat(64)]) {
				const answer = await call(broker.url, 'GET', `/v1/sessions/${id}`, {
					headers: authorization === undefined ? {} : { authorization },
				});
				expect(answer.status).toBe(401);
				expect(answer.headers['www-authenticate']).toBe('Bearer');
				expect(answer.body['code']).toBe('poll_token_invalid');
			}
		},
	);

	test.each(['GET', 'PATCH', 'DELETE'])(
		'%s with a wrong token is answered as for a session that does not exist, in status, body and headers',
		async (method) => {
			const { reply } = await createSession(broker.url);
			const ask = async (id: string) => {
				const { status, text, headers } = await call(broker.url, method, `/v1/sessions/${id}`, {
					headers: { authorization: `Bearer ${makeToken('poll')}` },
					...(method === 'PATCH' && { body: { callback_url: 'https://example.com/' } }),
				});
				const alike = Object.entries(headers).filter(([name]) => !['date', 'x-request-id'].includes(name));
				return { status, text, headers: Object.fromEntries(alike) };
			};
			const wrong = await ask(reply.session_id);
			expect(wrong).toEqual(await ask('0'.repeat(64)));
			expect(wrong.status).toBe(404);
		},
	);
});
