import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sealEnvelope } from '../../protocol/envelope';
import { makeToken } from '../../protocol/tokens';
import { storeLocation } from '../../broker/config/parsers';
import { records, type Step } from '../../broker/sessions/records';

import { openStorage, type Storage } from '../../broker/storage/open-storage';
import { createSession, type AgentSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { person } from '../support/person';
import { startRedis, type RunningRedis } from '../support/redis';
import { describeRedis } from '../support/stores';

const KEY = { 'idempotency-key': 'attempt-0123456789' };
const OTHER = { 'idempotency-key': 'attempt-9876543210' };

describe('a reply lost on the way', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker();
	});
	afterAll(() => broker.stop());

	test('of a collection: the same key gets the same ciphertext again, another key does not', async () => {
		const session = await createSession(broker.url);
		await person.give(broker.url, session.reply.code, { api_key: 'once' });
		const first = await session.poll(KEY);
		expect(first.body.status).toBe('ready');
		expect((await session.poll(KEY)).body).toEqual(first.body);
		expect((await session.poll(OTHER)).body.status).toBe('consumed');
		expect((await session.poll()).body.status).toBe('consumed');
		expect((await session.poll(KEY)).body).toEqual(first.body);
	});

	test('of a collection without a key: it is strictly once', async () => {
		const session = await createSession(broker.url);
		await person.give(broker.url, session.reply.code, { api_key: 'once' });
		expect((await session.poll()).body.status).toBe('ready');
		expect((await session.poll()).body.status).toBe('consumed');
		expect((await session.poll(KEY)).body.status).toBe('consumed');
	});

	test('deleting ends the window early', async () => {
		const session = await createSession(broker.url);
		await person.give(broker.url, session.reply.code, { api_key: 'once' });
		await session.poll(KEY);
		await session.cancel();
		expect((await session.poll(KEY)).status).toBe(404);
	});

	test('of a confirmation: the same key gets another connect token, and a late answer is as good as the last', async () => {
		const { reply, keys } = await createSession(broker.url);
		const late = await person.confirm(broker.url, reply.code, KEY);
		const again = await person.confirm(broker.url, reply.code, KEY);
		expect([late.status, again.status]).toEqual([200, 200]);
		expect((await person.confirm(broker.url, reply.code, OTHER)).status).toBe(409);
		const ciphertext = await sealEnvelope(keys.publicKey, { api_key: 'x' });
		const complete = (connect_token: string) =>
			person.complete(broker.url, reply.code, { ciphertext, connect_token });
		expect(again.body.connect_token).not.toBe(late.body.connect_token);
		expect((await complete(makeToken('connect'))).status).toBe(403);
		expect((await complete(late.body.connect_token)).status).toBe(204);
		expect((await complete(again.body.connect_token)).status).toBe(409);
		expect((await person.confirm(broker.url, reply.code, KEY)).status).toBe(409);
	});

	test('of a submission: the same key is answered 204 again, another key 409', async () => {
		const { reply, keys } = await createSession(broker.url);
		const { connect_token } = (await person.confirm(broker.url, reply.code)).body;
		const ciphertext = await sealEnvelope(keys.publicKey, { api_key: 'x' });
		const complete = (headers: Record<string, string>) =>
			person.complete(broker.url, reply.code, { ciphertext, connect_token }, headers);
		expect((await complete(KEY)).status).toBe(204);
		expect((await complete(KEY)).status).toBe(204);
		expect((await complete(OTHER)).status).toBe(409);
		expect((await complete({})).status).toBe(409);
	});
});

describeRedis('a broker that dies between winning a step and writing it down', () => {
	let redis: RunningRedis;
	let broker: RunningBroker;
	let storage: Storage;
	beforeAll(async () => {
		redis = await startRedis();
		broker = await startBroker({ LINKAUTH_STORE: redis.url });
		storage = await openStorage({
			location: storeLocation.parse(redis.url),
			patience: 1_000,
			memoryCeiling: 1,
			now: Date.now,
			onFault: () => undefined,
		});
	});
	afterAll(async () => {
		await storage.close();
		await broker.stop();
		await redis.stop();
	});

	/** Leaves the store as a broker does that is killed right after it deleted the claim. */
	async function dieAfterClaim({ reply }: AgentSession, step: Step): Promise<void> {
		const attempt = createHash('sha256').update(KEY['idempotency-key']).digest('hex').slice(0, 32);
		await storage.store.write(records.attempt(reply.session_id, step, attempt), 1, 600_000);
		expect(await storage.store.delete(records.claim(reply.session_id, step))).toBe(true);
	}

	/** Leaves the store as it is when two attempts were under way and neither was answered: which one won is not known. */
	async function dieWithRival(session: AgentSession, step: Step): Promise<void> {
		await dieAfterClaim(session, step);
		const rival = createHash('sha256').update(OTHER['idempotency-key']).digest('hex').slice(0, 32);
		await storage.store.write(records.attempt(session.reply.session_id, step, rival), 1, 600_000);
	}

	test('of two collections that were not answered, made again, one gets the ciphertext', async () => {
		const session = await createSession(broker.url);
		await person.give(broker.url, session.reply.code, { api_key: 'arrived' });
		await dieWithRival(session, 'collect');
		const both = await Promise.all([session.poll(KEY), session.poll(OTHER)]);
		expect(both.map(({ body }) => body.status).sort()).toEqual(['consumed', 'ready']);
		const again = await Promise.all([session.poll(KEY), session.poll(OTHER)]);
		expect(again.map(({ body }) => body.status)).toEqual(both.map(({ body }) => body.status));
	});

	test('of two confirmations that were not answered, made again, one may go on', async () => {
		const session = await createSession(broker.url);
		await dieWithRival(session, 'open');
		const confirm = (headers: Record<string, string>) =>
			person.confirm(broker.url, session.reply.code, headers);
		const both = await Promise.all([confirm(KEY), confirm(OTHER)]);
		expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
		const connect_token = both.find(({ status }) => status === 200)?.body.connect_token;
		const ciphertext = await sealEnvelope(session.keys.publicKey, { api_key: 'x' });
		const done = await person.complete(broker.url, session.reply.code, { ciphertext, connect_token });
		expect(done.status).toBe(204);
	});

	test('an attempt that finds the winner between its claim and its outcome waits to see who it was', async () => {
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

	test('a confirmation made again finishes; another caller cannot', async () => {
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

	test('a submission made again arrives', async () => {
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

	test('a collection made again gets the ciphertext; another caller is told it is gone', async () => {
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
