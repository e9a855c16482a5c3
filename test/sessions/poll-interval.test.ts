import { setTimeout as sleep } from 'node:timers/promises';
import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';

describe('the poll interval', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker({ LINKAUTH_POLL_INTERVAL: '1' });
	});

	test('polling too fast is answered slow_down (RFC 8628), with five seconds more each time', async () => {
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

	test('the interval grows to a minute at most', async () => {
		const session = await createSession(broker.url);
		let last = await session.poll();
		for (let times = 0; times < 15; times += 1) last = await session.poll();
		expect(last.body.interval).toBe(60);
	});

	test('a poll that keeps the interval is answered', async () => {
		const second = 100;
		const timed = await startBroker({ LINKAUTH_POLL_INTERVAL: '1' }, { timings: { second } });
		const session = await createSession(timed.url);
		await session.poll();
		await sleep(second + 5);
		expect((await session.poll()).status).toBe(200);
	});

	test('a poll with a wrong token does not count', async () => {
		const session = await createSession(broker.url);
		const headers = { authorization: `Bearer pt_${'x'.repeat(43)}` };
		for (let times = 0; times < 5; times += 1) {
			await call(broker.url, 'GET', `/v1/sessions/${session.reply.session_id}`, { headers });
		}
		expect((await session.poll()).status).toBe(200);
	});
});
