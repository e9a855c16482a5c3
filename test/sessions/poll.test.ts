import { setTimeout as sleep } from 'node:timers/promises';
import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
import { person } from '../support/person';

describe('polling', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		// So long that only a notification can end a long poll within the time of a test.
		broker = await startBroker({ LINKAUTH_POLL_INTERVAL: '60' });
	});

	test('a long poll is answered when the person confirms, completes or declines, and says that it waited', async () => {
		const session = await createSession(broker.url);
		const confirmed = session.poll({ prefer: 'respond-async, wait=50' });
		await sleep(100);
		const { body } = await person.confirm(broker.url, session.reply.code);
		expect((await confirmed).body.status).toBe('confirmed');
		expect((await confirmed).headers['preference-applied']).toBe('wait=50');
		const denied = session.poll({ prefer: 'wait="50"' });
		await sleep(100);
		await person.deny(broker.url, session.reply.code, body);
		expect((await denied).body.status).toBe('denied');
	});

	test('a long poll without news ends in time, and the next may follow at once', async () => {
		const second = 100;
		const timed = await startBroker({}, { timings: { second } });
		const session = await createSession(timed.url);
		for (let times = 0; times < 2; times += 1) {
			const started = performance.now();
			const answer = await session.poll({ prefer: 'wait=1' });
			expect(answer.body.status).toBe('pending');
			expect(performance.now() - started).toBeGreaterThan(second - 5);
		}
	});

	test('a long poll of a cancelled session ends at once with 404', async () => {
		const session = await createSession(broker.url);
		const waiting = session.poll({ prefer: 'wait=50' });
		await sleep(100);
		await session.cancel();
		expect((await waiting).status).toBe(404);
	});

	test('a long poll whose client has gone away stops waiting, and collects nothing', async () => {
		const session = await createSession(broker.url);
		const client = new AbortController();
		const waiting = call(broker.url, 'GET', `/v1/sessions/${session.reply.session_id}`, {
			headers: { authorization: `Bearer ${session.reply.poll_token ?? ''}`, prefer: 'wait=50' },
			signal: client.signal,
		});
		await sleep(100);
		client.abort();
		await expect(waiting).rejects.toThrow('aborted');
		while (!broker.log().split('\n').at(-1)?.includes('"outcome":"pending"')) await sleep(10);
		await person.give(broker.url, session.reply.code, { api_key: 'k' });
		expect((await session.poll()).body.status).toBe('ready');
	});

	test('a wait is cut to a minute, and one that cannot be read is none', async () => {
		const session = await createSession(broker.url);
		await person.deny(broker.url, session.reply.code);
		expect((await session.poll({ prefer: 'wait=9999' })).headers['preference-applied']).toBe('wait=60');
		expect((await session.poll({ prefer: 'wait=soon' })).headers['preference-applied']).toBeUndefined();
	});

	test('a HEAD on a session collects nothing', async () => {
		const session = await createSession(broker.url);
		await person.give(broker.url, session.reply.code, { api_key: 'k' });
		const address = `/v1/sessions/${session.reply.session_id}`;
		const headers = { authorization: `Bearer ${session.reply.poll_token ?? ''}` };
		expect((await call(broker.url, 'HEAD', address, { headers })).status).toBe(405);
		expect((await session.poll()).body.status).toBe('ready');
	});
});

describe('a broker that is shutting down', () => {
	test('answers the long polls, and ends within seconds', async () => {
		const broker = await startBroker();
		const session = await createSession(broker.url);
		const waiting = session.poll({ prefer: 'wait=50' });
		await sleep(200);
		const stopped = broker.stop();
		expect((await waiting).body.status).toBe('pending');
		const timeout = sleep(10_000, 'too late', { ref: false });
		expect(await Promise.race([stopped, timeout])).toBeUndefined();
	});
});
