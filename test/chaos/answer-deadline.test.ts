import { setTimeout as sleep } from 'node:timers/promises';
import { sealEnvelope } from '../../protocol/envelope';
import { createSession, sessionOf, type AgentSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { person } from '../support/person';
import { startRedis, type RunningRedis } from '../support/redis';
import { describeRedis } from '../support/stores';
import { wrongClock } from '../support/wrong-clock';

/** Milliseconds of a second of the sessions. */
const SECOND = 50;
/** Milliseconds to answer. */
const ANSWER = 60 * SECOND;
const LONG = { template: 'api_key', ttl: 3_000 };
/** Answers that come from so many milliseconds before that time is over to as many after it. */
const ANSWERS = 30;
const AROUND = 0.8 * ANSWER;

describeRedis('two brokers on one Redis, one ten minutes ahead and one behind', () => {
	let redis: RunningRedis;
	let ahead: RunningBroker;
	let behind: RunningBroker;
	beforeAll(async () => {
		redis = await startRedis();
		[ahead, behind] = await Promise.all([start(600_000), start(-600_000)]);
	});

	const start = (offset: number) =>
		startBroker(
			{ ...wrongClock(offset), LINKAUTH_STORE: redis.url, LINKAUTH_ANSWER_TIME: '60' },
			{ timings: { second: SECOND } },
		);
	const endOf = ({ reply }: AgentSession) => reply.url.split('/').at(-1) ?? '';
	const at = (broker: RunningBroker, { reply, keys }: AgentSession) => sessionOf(broker.url, reply, keys);

	test('an answer that comes when the time is up is taken, and stays, or the session has expired: for everybody alike', async () => {
		const ciphertexts = await Promise.all(
			Array.from({ length: ANSWERS }, async (_, each) => {
				const session = await createSession(each % 2 === 0 ? ahead.url : behind.url, LONG);
				return { session, ciphertext: await sealEnvelope(session.keys.publicKey, { api_key: String(each) }) };
			}),
		);
		const answered = await Promise.all(
			ciphertexts.map(async ({ session, ciphertext }, each) => {
				const [one, other] = each % 2 === 0 ? [ahead, behind] : [behind, ahead];
				const { body } = await person.confirm(one.url, endOf(session));
				await sleep(ANSWER - AROUND + (each / ANSWERS) * 2 * AROUND);
				const { connect_token } = body;
				const { status } = await person.complete(other.url, endOf(session), { ciphertext, connect_token });
				return { session, status, one, each };
			}),
		);
		await sleep(ANSWER);
		for (const { session, status, one, each } of answered) {
			const { body } = await at(one, session).poll();
			if (status === 204) {
				expect(body.status).toBe('ready');
				expect(await session.open(body)).toEqual({ api_key: String(each) });
				continue;
			}
			expect(status).toBe(404);
			const { ended } = body as unknown as { ended: { state: string; at: string; confirmed_at: string } };
			expect(ended.state).toBe('expired');
			expect(Date.parse(ended.at) - Date.parse(ended.confirmed_at)).toBe(ANSWER);
			// By the clock of the store, not of whoever is asked.
			expect(Math.abs(Date.parse(ended.at) - Date.now())).toBeLessThan(60_000);
		}
		const statuses = answered.map(({ status }) => status);
		expect(new Set(statuses)).toEqual(new Set([204, 404]));
	});

	test('how sessions ended is told where their broker was killed, and nobody did anything', async () => {
		const killed = await start(0);
		const request = { template: 'api_key', ttl: 60 };
		const [unopened, opened, confirmed] = await Promise.all(
			[1, 2, 3].map(() => createSession(killed.url, request)),
		);
		if (!unopened || !opened || !confirmed) throw new Error('three sessions were to be created');
		await person.lookUp(killed.url, opened.reply.code);
		await person.confirm(killed.url, confirmed.reply.code);
		await killed.stop('SIGKILL');
		await sleep(60 * SECOND);
		const endAt = async (session: AgentSession) => {
			const both = await Promise.all([ahead, behind].map((broker) => at(broker, session).poll()));
			expect(both[0]?.text).toBe(both[1]?.text);
			return (both[0]?.body as unknown as { ended: object }).ended;
		};
		const [expired, time] = ['expired', expect.any(String) as string];
		expect(await endAt(unopened)).toEqual({ state: expired, at: unopened.reply.expires_at });
		expect(await endAt(opened)).toEqual({ state: expired, at: time, opened_at: time });
		expect(await endAt(confirmed)).toEqual({ state: expired, at: time, confirmed_at: time });
	});
});
