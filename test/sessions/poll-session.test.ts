import { setTimeout as sleep } from 'node:timers/promises';
import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
import { person } from '../support/person';

describe('polling', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker({ LINKAUTH_POLL_INTERVAL: '1' });
	});
	afterAll(() => broker.stop());

	test('too fast a poll is told to slow down, by five seconds each time, and as RFC 8628 has it', async () => {
		const session = await createSession(broker.url);
		expect((await session.poll()).body.interval).toBe(1);
		for (const interval of [6, 11, 16]) {
			const refused = await session.poll();
			expect(refused.status).toBe(429);
			expect(refused.headers['retry-after']).toBe(String(interval));
			expect(refused.body).toMatchObject({
				type: 'urn:ietf:params:oauth:error:slow_down',
				error: 'slow_down',
				code: 'slow_down',
				interval,
			});
		}
	});

	test('the interval stops at a minute', async () => {
		const session = await createSession(broker.url);
		let last = await session.poll();
		for (let times = 0; times < 15; times += 1) last = await session.poll();
		expect(last.body.interval).toBe(60);
	});

	test('a poll that keeps the interval is answered', async () => {
		const session = await createSession(broker.url);
		await session.poll();
		await sleep(1_050);
		expect((await session.poll()).status).toBe(200);
	});

	test('a wrong token never moves the clock', async () => {
		const session = await createSession(broker.url);
		const headers = { authorization: `Bearer pt_${'x'.repeat(43)}` };
		for (let times = 0; times < 5; times += 1) {
			await call(broker.url, 'GET', `/v1/sessions/${session.reply.session_id}`, { headers });
		}
		expect((await session.poll()).status).toBe(200);
	});

	test('a long poll is answered when the person confirms, completes or declines, and says that it waited', async () => {
		const session = await createSession(broker.url);
		const confirmed = session.poll({ prefer: 'respond-async, wait=20' });
		await sleep(100);
		const started = performance.now();
		const { body } = await person.confirm(broker.url, session.reply.code);
		expect((await confirmed).body.status).toBe('confirmed');
		expect((await confirmed).headers['preference-applied']).toBe('wait=20');
		expect(performance.now() - started).toBeLessThan(1_000);
		const denied = session.poll({ prefer: 'wait="20"' });
		await sleep(100);
		await person.deny(broker.url, session.reply.code, body);
		expect((await denied).body.status).toBe('denied');
	});

	test('a long poll without news ends in time, and the next may follow at once', async () => {
		const session = await createSession(broker.url);
		for (let times = 0; times < 2; times += 1) {
			const started = performance.now();
			const answer = await session.poll({ prefer: 'wait=1' });
			expect(answer.body.status).toBe('pending');
			expect(performance.now() - started).toBeGreaterThan(950);
		}
	});

	test('a long poll of a cancelled session ends at once with 404', async () => {
		const session = await createSession(broker.url);
		const waiting = session.poll({ prefer: 'wait=20' });
		await sleep(100);
		await session.cancel();
		expect((await waiting).status).toBe(404);
	});

	test('a long poll whose client has gone away waits no longer, and collects nothing', async () => {
		const session = await createSession(broker.url);
		const client = new AbortController();
		const waiting = call(broker.url, 'GET', `/v1/sessions/${session.reply.session_id}`, {
			headers: { authorization: `Bearer ${session.reply.poll_token ?? ''}`, prefer: 'wait=50' },
			signal: client.signal,
		});
		await sleep(100);
		client.abort();
		await expect(waiting).rejects.toThrow('aborted');
		await sleep(100);
		expect(broker.log().split('\n').at(-1)).toContain('"outcome":"pending"');
		await person.give(broker.url, session.reply.code, { api_key: 'k' });
		expect((await session.poll()).body.status).toBe('ready');
	});

	test('a wait is cut to a minute, and one that cannot be read is none', async () => {
		const session = await createSession(broker.url);
		await person.deny(broker.url, session.reply.code);
		expect((await session.poll({ prefer: 'wait=9999' })).headers['preference-applied']).toBe('wait=60');
		expect((await session.poll({ prefer: 'wait=soon' })).headers['preference-applied']).toBeUndefined();
	});
});

describe('a broker that is asked to end', () => {
	test('answers the polls that wait, and is gone within seconds', async () => {
		const broker = await startBroker();
		const session = await createSession(broker.url);
		const waiting = session.poll({ prefer: 'wait=50' });
		await sleep(200);
		const stopped = broker.stop();
		expect((await waiting).body.status).toBe('pending');
		const patience = sleep(5_000, 'too late', { ref: false });
		expect(await Promise.race([stopped, patience])).toBeUndefined();
	});
});
