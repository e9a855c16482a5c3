import { setTimeout as sleep } from 'node:timers/promises';
import { sealEnvelope } from '../../protocol/envelope';
import { createSession, sessionOf } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { CallbackReceiver } from '../support/callback-receiver';
import { person } from '../support/person';
import { startRedis } from '../support/redis';
import { describeRedis } from '../support/stores';
import { until } from '../support/until';
import { WRONG_CLOCKS, wrongClock } from '../support/wrong-clock';

/** Seconds that the sessions live which are to end: the least that can be asked for. */
const TTL = 30;
/** Milliseconds by which an end may be late on a busy machine. */
const LATE_MS = 10_000;

describeRedis('three brokers on one Redis, one ten minutes ahead and one ten behind', () => {
	let brokers: readonly RunningBroker[];
	let urls: readonly string[];
	/** Milliseconds since the epoch, by the right clock. */
	let started: number;
	let receiver: CallbackReceiver;
	beforeAll(async () => {
		const redis = await startRedis();
		receiver = await CallbackReceiver.start();
		started = Date.now();
		brokers = await Promise.all(
			WRONG_CLOCKS.map((offset) =>
				startBroker({
					...wrongClock(offset),
					LINKAUTH_STORE: redis.url,
					LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1',
				}),
			),
		);
		urls = brokers.map(({ url }) => url);
	}, 30_000);

	test('their clocks are what they are said to be', () => {
		const offsets = brokers.map((broker) => {
			const [, time] = /"time":"([^"]+)".*"listening"/.exec(broker.log()) ?? [];
			return Date.parse(time ?? '') - started;
		});
		for (const [at, offset] of offsets.entries()) {
			expect(Math.abs(offset - (WRONG_CLOCKS[at] ?? 0))).toBeLessThan(30_000);
		}
	});

	test('each says of each session how many seconds are left', async () => {
		for (const creator of urls) {
			const { code } = (await createSession(creator)).reply;
			const left = await Promise.all(
				urls.map(async (url) => (await person.lookUp(url, code)).body.expires_in),
			);
			// Of the 600 that it was created with.
			for (const seconds of left) expect(Math.abs(seconds - 580)).toBeLessThanOrEqual(20);
		}
	});

	test('a session lives its life on any of them, whichever created it and whichever is asked', async () => {
		const lives = threes().map(async ([created, confirmed, completed], at) => {
			const session = await createSession(urls[created] ?? '');
			const { code } = session.reply;
			for (const url of urls) expect((await person.lookUp(url, code)).status).toBe(200);
			const elsewhere = urls.map((url) => sessionOf(url, session.reply, session.keys));
			for (const agent of elsewhere) {
				expect((await agent.poll({ prefer: 'wait=1' })).body).toMatchObject({ status: 'pending' });
			}
			const { body } = await person.confirm(urls[confirmed] ?? '', code);
			const ciphertext = await sealEnvelope(session.keys.publicKey, { api_key: String(at) });
			const answer = await person.complete(urls[completed] ?? '', code, {
				ciphertext,
				connect_token: body.connect_token,
			});
			expect(answer.status).toBe(204);
			// Repeated with its key on each of them: within the minute that collecting can be repeated.
			for (const agent of elsewhere) {
				const collected = await agent.poll({ 'idempotency-key': `collect-0123456789-${String(at)}` });
				expect(collected.body).toMatchObject({ status: 'ready' });
				expect(await agent.open(collected.body)).toEqual({ api_key: String(at) });
			}
		});
		await Promise.all(lives);
	});

	test('a session ends at its time, on all of them at once, and its agent is told so then', async () => {
		const begun = performance.now();
		const sessions = await Promise.all(
			urls.map((url) => createSession(url, { template: 'api_key', ttl: TTL, callback_url: receiver.url })),
		);
		const told = receiver.next(urls.length, TTL * 1_000 + LATE_MS).then(() => performance.now());
		const ends = sessions.flatMap(({ reply }) => urls.map((url) => endOf(url, reply.code)));
		for (const end of await Promise.all([...ends, told])) {
			expect(end - begun).toBeGreaterThanOrEqual(TTL * 1_000);
			expect(end - begun).toBeLessThan(TTL * 1_000 + LATE_MS);
		}
		expect(receiver.deliveries.map(({ body }) => body)).toEqual(
			expect.arrayContaining(
				sessions.map(({ reply }) => ({ session_id: reply.session_id, status: 'expired' })),
			),
		);
		expect(receiver.deliveries).toHaveLength(urls.length);
	}, 60_000);
});

/** When a session is no longer found at a broker, in milliseconds of the process. */
async function endOf(url: string, code: string): Promise<number> {
	await until(
		async () => {
			await sleep(100);
			return (await person.lookUp(url, code)).status === 404;
		},
		TTL * 1_000 + LATE_MS,
	);
	return performance.now();
}

/** Every way to choose three of three, in order and with repetition: 27. */
function threes(): readonly (readonly [number, number, number])[] {
	const each = [0, 1, 2];
	return each.flatMap((a) => each.flatMap((b) => each.map((c) => [a, b, c] as const)));
}
