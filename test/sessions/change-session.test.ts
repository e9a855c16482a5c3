import { sealEnvelope } from '../../protocol/envelope';
import { createSession, sessionOf, type AgentSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { openedStorage } from '../support/opened-storage';
import { person } from '../support/person';
import { startRedis, type RunningRedis } from '../support/redis';
import { describeRedis } from '../support/stores';
import { until } from '../support/until';

const KEY = { 'idempotency-key': 'attempt-0123456789' };
const OTHER = { 'idempotency-key': 'attempt-9876543210' };

/*
 * An attempt whose answer did not come back: the store had stopped answering, and what was asked of it was done when it
 * went on, or not at all. Repeated, at another broker, it is answered as the first time.
 */
describeRedis('an attempt that was not answered, repeated at another broker', () => {
	let redis: RunningRedis;
	let one: RunningBroker;
	let other: RunningBroker;
	beforeEach(async () => {
		redis = await startRedis();
		const environment = { LINKAUTH_STORE: redis.url, LINKAUTH_STORE_TIMEOUT: '400' };
		[one, other] = await Promise.all([startBroker(environment), startBroker(environment)]);
	});

	/** Makes a call while the store is stalled, which is answered 503, and lets the store go on. */
	async function unanswered(call: () => Promise<{ readonly status: number }>): Promise<void> {
		redis.freeze();
		try {
			expect((await call()).status).toBe(503);
		} finally {
			redis.thaw();
		}
		const storage = await openedStorage(redis.url);
		await until(() =>
			storage.store.ping().then(
				() => true,
				() => false,
			),
		);
	}

	const at = (broker: RunningBroker, { reply, keys }: AgentSession) => sessionOf(broker.url, reply, keys);
	/** Polls until the broker has found its store again. */
	const polled = async (session: AgentSession, headers: Readonly<Record<string, string>>) => {
		let answer = await session.poll(headers);
		while (answer.status === 503) answer = await session.poll(headers);
		return answer;
	};
	const confirmed = async (
		broker: RunningBroker,
		code: string,
		headers: Readonly<Record<string, string>>,
	) => {
		let answer = await person.confirm(broker.url, code, headers);
		while (answer.status === 503) answer = await person.confirm(broker.url, code, headers);
		return answer;
	};

	test('a confirmation: every token that it is given completes', async () => {
		const session = await createSession(one.url);
		const { code } = session.reply;
		await unanswered(() => person.confirm(one.url, code, KEY));
		const second = await confirmed(other, code, KEY);
		const third = await confirmed(one, code, KEY);
		expect([second.status, third.status]).toEqual([200, 200]);
		expect((await confirmed(other, code, OTHER)).status).toBe(409);
		const ciphertext = await sealEnvelope(session.keys.publicKey, { api_key: 'arrived' });
		const done = await person.complete(one.url, code, { ciphertext, ...second.body });
		expect(done.status).toBe(204);
		expect(await session.open((await polled(session, {})).body)).toEqual({ api_key: 'arrived' });
	});

	test('a completion: it is there once', async () => {
		const session = await createSession(one.url);
		const { code } = session.reply;
		const { body } = await person.confirm(one.url, code);
		const ciphertext = await sealEnvelope(session.keys.publicKey, { api_key: 'arrived' });
		const complete = (broker: RunningBroker, headers: Record<string, string>) =>
			person.complete(broker.url, code, { ciphertext, ...body }, headers);
		await unanswered(() => complete(one, KEY));
		let again = await complete(other, KEY);
		while (again.status === 503) again = await complete(other, KEY);
		expect(again.status).toBe(204);
		expect((await complete(other, OTHER)).status).toBe(409);
		expect((await polled(session, {})).body.status).toBe('ready');
		expect((await polled(session, {})).body.status).toBe('consumed');
	});

	test('a collection: it gets the envelope; another caller is told that it was collected', async () => {
		const session = await createSession(one.url);
		await person.give(one.url, session.reply.code, { api_key: 'arrived' });
		await unanswered(() => session.poll(KEY));
		const again = await polled(at(other, session), KEY);
		expect(await session.open(again.body)).toEqual({ api_key: 'arrived' });
		expect((await polled(session, OTHER)).body.status).toBe('consumed');
		expect((await polled(session, KEY)).body.status).toBe('ready');
	});

	test('of two collections that were not answered, one gets the envelope, at once', async () => {
		const session = await createSession(one.url);
		await person.give(one.url, session.reply.code, { api_key: 'arrived' });
		await unanswered(async () => {
			const [first] = await Promise.all([session.poll(KEY), at(other, session).poll(OTHER)]);
			return first;
		});
		const both = [await polled(session, KEY), await polled(at(other, session), OTHER)];
		expect(both.map(({ body }) => body.status).sort()).toEqual(['consumed', 'ready']);
		const again = [await polled(session, KEY), await polled(at(other, session), OTHER)];
		expect(again.map(({ body }) => body.status)).toEqual(both.map(({ body }) => body.status));
	});

	test('a deletion: the session is gone, and nothing of it is left but how it ended', async () => {
		const session = await createSession(one.url);
		await person.give(one.url, session.reply.code, { api_key: 'arrived' });
		await unanswered(() => session.cancel());
		let again = await at(other, session).cancel();
		while (again.status === 503) again = await at(other, session).cancel();
		expect([204, 404]).toContain(again.status);
		const left = (await redis.dump()).match(/linkauth::\w+:\{\w+\}/g) ?? [];
		const { session_id: id } = session.reply;
		expect(left.filter((key) => key.includes(id))).toEqual([`linkauth::ended:{${id}}`]);
	});
});
