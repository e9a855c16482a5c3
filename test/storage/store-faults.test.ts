import { setTimeout as sleep } from 'node:timers/promises';
import { sealEnvelope } from '../../protocol/envelope';
import { createSession, type AgentSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call, type Answer } from '../support/http';
import { person } from '../support/person';
import { startRedis, type RunningRedis } from '../support/redis';
import { describeRedis } from '../support/stores';

/** Nothing may hang longer than this, in milliseconds. */
const LONGEST = 2_000;

describeRedis('a broker whose store is away', () => {
	let redis: RunningRedis;
	let broker: RunningBroker;
	beforeAll(async () => {
		redis = await startRedis();
		broker = await startBroker({
			LINKAUTH_STORE: redis.url,
			LINKAUTH_STORE_TIMEOUT: '300',
			LINKAUTH_POLL_INTERVAL: '1',
		});
	});

	/** Every call that needs the store. */
	async function everyCall(session: AgentSession, connect_token: string): Promise<Answer<unknown>[]> {
		const { code, session_id } = session.reply;
		const ciphertext = await sealEnvelope(session.keys.publicKey, { api_key: 'k' });
		const options = { timeoutMs: LONGEST };
		const token = { authorization: `Bearer ${session.reply.poll_token ?? ''}` };
		return Promise.all([
			call(broker.url, 'POST', '/v1/sessions', {
				...options,
				body: { public_key: session.keys.publicKey, template: 'api_key' },
			}),
			call(broker.url, 'GET', `/v1/sessions/${session_id}`, { ...options, headers: token }),
			call(broker.url, 'GET', `/v1/sessions/${session_id}`, {
				...options,
				headers: { ...token, prefer: 'wait=30', 'idempotency-key': 'store-faults-test-1' },
			}),
			call(broker.url, 'GET', `/v1/sessions/${session_id}/agent-state`, options),
			call(broker.url, 'GET', `/v1/connect/${code}`, options),
			call(broker.url, 'POST', '/v1/connect/resolve', { ...options, body: { user_code: code } }),
			call(broker.url, 'POST', `/v1/connect/${code}/confirm`, options),
			call(broker.url, 'POST', `/v1/connect/${code}/complete`, {
				...options,
				body: { ciphertext, algorithm: 'RSA-OAEP-256+AES-256-GCM', connect_token },
			}),
			call(broker.url, 'POST', `/v1/connect/${code}/deny`, { ...options, body: { connect_token } }),
			call(broker.url, 'DELETE', `/v1/sessions/${session_id}`, { ...options, headers: token }),
		]);
	}

	function expectUnavailable(answers: readonly Answer<unknown>[]): void {
		expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 503));
		for (const answer of answers) {
			expect(answer.headers['retry-after']).toBeDefined();
			expect(answer.body).toMatchObject({ status: 503, code: 'store_unavailable' });
		}
	}

	async function recovered(): Promise<void> {
		for (let tries = 0; tries < 100; tries += 1) {
			if ((await person.lookUp(broker.url, 'AAAA-AAAA')).status === 404) return;
			await sleep(50);
		}
		throw new Error('the broker did not recover');
	}

	test('stopped: every call is 503 at once, health stays 200, and all is well when it is back', async () => {
		const session = await createSession(broker.url);
		await redis.stop();
		await sleep(50);
		expectUnavailable(await everyCall(session, 'ct_'.padEnd(46, 'x')));
		expect((await call(broker.url, 'GET', '/health')).status).toBe(200);
		await redis.start();
		await recovered();
		const fresh = await createSession(broker.url);
		expect((await person.give(broker.url, fresh.reply.code, { api_key: 'back' })).status).toBe(204);
		expect(await fresh.open((await fresh.poll()).body)).toEqual({ api_key: 'back' });
	});

	test('frozen: every call is 503 in time, and a session that waited goes on afterwards', async () => {
		const session = await createSession(broker.url);
		const { connect_token } = (await person.confirm(broker.url, session.reply.code)).body;
		redis.freeze();
		const started = performance.now();
		const { code, session_id } = session.reply;
		const answers = await Promise.all([
			call(broker.url, 'GET', `/v1/connect/${code}`, { timeoutMs: LONGEST }),
			call(broker.url, 'GET', `/v1/sessions/${session_id}`, {
				timeoutMs: LONGEST,
				headers: { authorization: `Bearer ${session.reply.poll_token ?? ''}`, prefer: 'wait=30' },
			}),
			call(broker.url, 'POST', `/v1/connect/${code}/confirm`, { timeoutMs: LONGEST }),
		]);
		expectUnavailable(answers);
		expect(performance.now() - started).toBeLessThan(LONGEST);
		redis.thaw();
		await recovered();
		const ciphertext = await sealEnvelope(session.keys.publicKey, { api_key: 'kept' });
		const done = await person.complete(broker.url, code, { ciphertext, connect_token });
		expect(done.status).toBe(204);
		expect(await session.open((await session.poll()).body)).toEqual({ api_key: 'kept' });
	});

	test('a long poll that waits while the store goes away is told so, and not that the session is gone', async () => {
		const session = await createSession(broker.url);
		const waiting = session.poll({ prefer: 'wait=20' });
		await sleep(200);
		await redis.stop();
		expect((await waiting).status).toBe(503);
		await redis.start();
		await recovered();
	});
});
