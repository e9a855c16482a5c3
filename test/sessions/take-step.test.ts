import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sealEnvelope } from '../../protocol/envelope';
import { storeLocation } from '../../broker/config/parsers';
import { records, type Step } from '../../broker/sessions/records';
import { openStorage } from '../../broker/storage/open-storage';
import type { Storage } from '../../broker/storage/storage';
import { createSession, type AgentSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { cleanup } from '../support/cleanup';
import { person } from '../support/person';
import { startRedis, type RunningRedis } from '../support/redis';
import { describeRedis } from '../support/stores';

const KEY = { 'idempotency-key': 'attempt-0123456789' };
const OTHER = { 'idempotency-key': 'attempt-9876543210' };

describeRedis('a broker that dies between deleting the claim of a step and writing its outcome', () => {
	let redis: RunningRedis;
	let broker: RunningBroker;
	let storage: Storage;
	beforeAll(async () => {
		redis = await startRedis();
		// A takeover waits three times as long as a call of the store takes at most.
		broker = await startBroker({ LINKAUTH_STORE: redis.url, LINKAUTH_STORE_TIMEOUT: '250' });
		storage = await openStorage({
			location: storeLocation.parse(redis.url),
			timeoutMs: 1_000,
			memoryCeiling: 1,
			now: Date.now,
			onFault: () => undefined,
		});
		cleanup(storage, () => storage.close());
	});

	/** Leaves the store as a broker does that is killed right after it has deleted the claim. */
	async function dieAfterClaim({ reply }: AgentSession, step: Step): Promise<void> {
		const attempt = createHash('sha256').update(KEY['idempotency-key']).digest('hex').slice(0, 32);
		await storage.store.write(records.attempt(reply.session_id, step, attempt), 1, 600_000);
		expect(await storage.store.delete(records.claim(reply.session_id, step))).toBe(true);
	}

	/** Leaves the store as it is when two attempts were not answered: which one deleted the claim is unknown. */
	async function dieDuringTwoAttempts(session: AgentSession, step: Step): Promise<void> {
		await dieAfterClaim(session, step);
		const other = createHash('sha256').update(OTHER['idempotency-key']).digest('hex').slice(0, 32);
		await storage.store.write(records.attempt(session.reply.session_id, step, other), 1, 600_000);
	}

	test('of two collections that were not answered, repeated, one gets the ciphertext', async () => {
		const session = await createSession(broker.url);
		await person.give(broker.url, session.reply.code, { api_key: 'arrived' });
		await dieDuringTwoAttempts(session, 'collect');
		const both = await Promise.all([session.poll(KEY), session.poll(OTHER)]);
		expect(both.map(({ body }) => body.status).sort()).toEqual(['consumed', 'ready']);
		const again = await Promise.all([session.poll(KEY), session.poll(OTHER)]);
		expect(again.map(({ body }) => body.status)).toEqual(both.map(({ body }) => body.status));
	});

	test('of two confirmations that were not answered, repeated, one succeeds', async () => {
		const session = await createSession(broker.url);
		await dieDuringTwoAttempts(session, 'open');
		const confirm = (headers: Record<string, string>) =>
			person.confirm(broker.url, session.reply.code, headers);
		const both = await Promise.all([confirm(KEY), confirm(OTHER)]);
		expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
		const connect_token = both.find(({ status }) => status === 200)?.body.connect_token;
		const ciphertext = await sealEnvelope(session.keys.publicKey, { api_key: 'x' });
		const done = await person.complete(broker.url, session.reply.code, { ciphertext, connect_token });
		expect(done.status).toBe(204);
	});

	test('an attempt that finds neither claim nor outcome waits for the outcome', async () => {
		const session = await createSession(broker.url);
		await person.give(broker.url, session.reply.code, { api_key: 'arrived' });
		const { session_id: id } = session.reply;
		expect(await storage.store.delete(records.claim(id, 'collect'))).toBe(true);
		const polled = session.poll(KEY);
		await sleep(300);
		const by = createHash('sha256').update(KEY['idempotency-key']).digest('hex').slice(0, 32);
		await storage.store.write(records.outcome(id, 'collect'), { at: Date.now(), by }, 600_000);
		expect((await polled).body.status).toBe('ready');
	});

	test('a repeated confirmation takes over; another caller cannot', async () => {
		const session = await createSession(broker.url);
		await dieAfterClaim(session, 'open');
		expect((await person.confirm(broker.url, session.reply.code, OTHER)).status).toBe(409);
		expect((await person.confirm(broker.url, session.reply.code, OTHER)).status).toBe(409);
		const again = await person.confirm(broker.url, session.reply.code, KEY);
		expect(again.status).toBe(200);
		const ciphertext = await sealEnvelope(session.keys.publicKey, { api_key: 'x' });
		const done = await person.complete(broker.url, session.reply.code, { ciphertext, ...again.body });
		expect(done.status).toBe(204);
	});

	test('a repeated submission takes over', async () => {
		const session = await createSession(broker.url);
		const { connect_token } = (await person.confirm(broker.url, session.reply.code)).body;
		await dieAfterClaim(session, 'submit');
		const ciphertext = await sealEnvelope(session.keys.publicKey, { api_key: 'arrived' });
		const complete = (headers: Record<string, string>) =>
			person.complete(broker.url, session.reply.code, { ciphertext, connect_token }, headers);
		expect((await complete(OTHER)).status).toBe(409);
		expect((await complete(KEY)).status).toBe(204);
		expect(await session.open((await session.poll()).body)).toEqual({ api_key: 'arrived' });
	});

	test('a repeated collection takes over; for another caller the session is consumed', async () => {
		const session = await createSession(broker.url);
		await person.give(broker.url, session.reply.code, { api_key: 'arrived' });
		await dieAfterClaim(session, 'collect');
		expect((await session.poll(OTHER)).body.status).toBe('consumed');
		const again = await session.poll(KEY);
		expect(again.body.status).toBe('ready');
		expect(await session.open(again.body)).toEqual({ api_key: 'arrived' });
		expect((await session.poll(OTHER)).body.status).toBe('consumed');
	});
});
