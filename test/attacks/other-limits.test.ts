import { setTimeout as sleep } from 'node:timers/promises';
import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
import { pipeline, tally } from '../support/pipeline';
import { person } from '../support/person';
import { overEveryStore } from '../support/stores';
import { until } from '../support/until';

const KEY = 'key-of-the-a-team-0';

overEveryStore((start) => {
	let broker: RunningBroker;
	beforeEach(async () => {
		const { location } = await start();
		broker = await startBroker({
			LINKAUTH_RATE_LIMITS: 'on',
			LINKAUTH_STORE: location,
			LINKAUTH_API_KEYS: `A team:${KEY}`,
			LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1',
		});
	});
	const authorized = { 'x-api-key': KEY };
	const repeat = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

	test('of 100 callbacks registered for one session, 10 are taken a minute', async () => {
		const { reply } = await createSession(broker.url, undefined, authorized);
		const headers = { ...authorized, authorization: `Bearer ${reply.poll_token ?? ''}` };
		const body = JSON.stringify({ callback_url: 'http://127.0.0.1:9/' });
		const request = { start: `PATCH /v1/sessions/${reply.session_id}`, headers, body };
		expect(tally(await pipeline(broker.port, repeat(100, request)))).toEqual({ 200: 10, 429: 90 });
	});

	test('of 300 collections in one pipeline, 10 are answered', async () => {
		const { reply } = await createSession(broker.url, undefined, authorized);
		await person.give(broker.url, reply.code, { api_key: 'k' });
		const headers = {
			...authorized,
			authorization: `Bearer ${reply.poll_token ?? ''}`,
			'idempotency-key': 'again-and-again-0123',
		};
		const request = { start: `GET /v1/sessions/${reply.session_id}`, headers };
		expect(tally(await pipeline(broker.port, repeat(300, request)))).toEqual({ 200: 10, 429: 290 });
	});

	test('of 300 wrong API keys, 20 are told so; a right one works at any time', async () => {
		const wrong = { start: 'GET /v1/auth', headers: { 'x-api-key': 'key-of-nobody-at-all' } };
		const missing = { start: 'GET /v1/auth' };
		const statuses = await pipeline(broker.port, [...repeat(10, missing), ...repeat(290, wrong)]);
		expect(tally(statuses)).toEqual({ 401: 10, 403: 10, 429: 280 });
		expect((await call(broker.url, 'GET', '/v1/auth', { headers: authorized })).status).toBe(200);
		const [elsewhere] = await pipeline(broker.port, [wrong], { from: '127.0.0.2' });
		expect(elsewhere).toBe(403);
	});

	test('of 50 polls of one session that ask to wait, 8 wait', async () => {
		const session = await createSession(broker.url, undefined, authorized);
		const { reply } = session;
		const headers = {
			...authorized,
			authorization: `Bearer ${reply.poll_token ?? ''}`,
			prefer: 'wait=30',
		};
		let answered = 0;
		const polls = Array.from({ length: 50 }, async () => {
			const answer = await call(broker.url, 'GET', `/v1/sessions/${reply.session_id}`, { headers });
			answered += 1;
			return answer.status;
		});
		await until(() => answered >= 42);
		await sleep(200);
		expect(answered).toBe(42);
		await session.cancel();
		await Promise.all(polls);
		expect(answered).toBe(50);
	});
});
