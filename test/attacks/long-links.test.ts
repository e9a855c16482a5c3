import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sealEnvelope } from '../../protocol/envelope';
import { keyFingerprint } from '../../protocol/key-fingerprint';
import { makeLink, readLink } from '../../protocol/long-link';
import { makeUserCode } from '../../protocol/user-code';
import { createSession, type AgentSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
import { person } from '../support/person';
import { pipeline, tally } from '../support/pipeline';
import { startRedis, type RunningRedis } from '../support/redis';
import { describeRedis, overEveryStore } from '../support/stores';
import { until } from '../support/until';

/** Milliseconds of a second of the sessions: a code opens one for 4.5 s, and a long link for 36 s. */
const SECOND = 5;
const LONG = { template: 'api_key', ttl: 7_200 };
const WINDOW = 900 * SECOND;
/** Where no session may end while commands are counted. */
const SLOWER = 3;
const GUESSES = 20;

/** What the session's link ends with. */
const endOf = ({ reply }: AgentSession) => reply.url.split('/').at(-1) ?? '';
/** The session's code, and other random bits. */
const withOtherBits = ({ reply }: AgentSession) =>
	makeLink(readLink(reply.code)?.code ?? '', randomBytes(16));
const randomLink = () => makeLink(makeUserCode(), randomBytes(16));

/** Who guesses at a link that lives for days has no better odds than at one of minutes, and is counted the same. */
overEveryStore((start) => {
	let broker: RunningBroker;
	/** One whose minutes are short, those of its limits as well. */
	let fast: RunningBroker;
	beforeAll(async () => {
		const settings = { LINKAUTH_RATE_LIMITS: 'on', LINKAUTH_TRUSTED_PROXIES: '127.0.0.1' };
		const each = async () => ({ ...settings, LINKAUTH_STORE: (await start()).location });
		broker = await startBroker(await each());
		fast = await startBroker(await each(), { timings: { second: SECOND } });
	});

	let networks = 0;
	/** Headers of a network that has done nothing yet. */
	const fresh = () => {
		networks += 1;
		return { 'x-forwarded-for': `198.51.100.${String(networks)}` };
	};
	const created = (at = broker) => createSession(at.url, LONG, fresh());
	const get = (text: string, headers: Record<string, string> = {}, at = broker) =>
		call(at.url, 'GET', `/v1/connect/${text}`, { headers: { ...fresh(), ...headers } });

	test('1,500 random links in one pipeline: 20 are answered, and all others refused', async () => {
		await created();
		const network = fresh();
		const requests = Array.from({ length: 1_500 }, () => ({
			start: `GET /v1/connect/${randomLink()}`,
			headers: network,
		}));
		expect(tally(await pipeline(broker.port, requests))).toEqual({ 404: GUESSES, 429: 1_480 });
	});

	test.each([
		['the right code with other random bits', withOtherBits],
		['random links', randomLink],
	])('%s: each is a guess, whatever is done with it', async (_, guess) => {
		const session = await created();
		const headers = fresh();
		const doors = [
			() => call(broker.url, 'GET', `/v1/connect/${guess(session)}`, { headers }),
			() => person.confirm(broker.url, guess(session), headers),
			() => call(broker.url, 'POST', `/v1/connect/${guess(session)}/deny`, { headers, body: {} }),
			() => person.complete(broker.url, guess(session), { ciphertext: 'AAAA' }, headers),
		];
		const answers = [];
		for (let times = 0; times < 7; times += 1) for (const door of doors) answers.push((await door()).status);
		expect(answers.slice(0, GUESSES)).toEqual(Array.from({ length: GUESSES }, () => 404));
		expect(answers.at(-1)).toBe(429);
		expect((await get(endOf(session))).status).toBe(200);
	});

	test('after its time a code opens nothing, and is answered to the byte as one that no session has', async () => {
		const session = await created(fast);
		const { code } = session.reply;
		const { connect_token } = (await person.confirm(fast.url, endOf(await created(fast)), fresh())).body;
		expect((await get(code, {}, fast)).status).toBe(200);
		await sleep(WINDOW);
		const headersOf = (headers: object) =>
			Object.entries(headers).filter(([name]) => !['date', 'x-request-id'].includes(name));
		for (const method of ['', '/confirm', '/deny', '/complete']) {
			const ask = (each: string, text: string) =>
				call(fast.url, method === '' ? 'GET' : 'POST', `/v1/connect/${text}${method}`, {
					headers: { ...fresh(), 'x-connect-token': each },
					...(method !== '' && { body: { ciphertext: 'AAAA', algorithm: 'x' } }),
				});
			const [right, unknown] = [await ask(connect_token, code), await ask(connect_token, makeUserCode())];
			expect([right.status, right.text]).toEqual([404, unknown.text]);
			expect(headersOf(right.headers)).toEqual(headersOf(unknown.headers));
		}
		expect((await get(endOf(session), {}, fast)).status).toBe(200);
	});

	test('a browser that typed the code and has confirmed answers by the code, also after its time', async () => {
		const began = performance.now();
		const session = await created(fast);
		const { code } = session.reply;
		const ciphertext = await sealEnvelope(session.keys.publicKey, { api_key: 'typed' });
		// Confirmed in the middle of that time, answered after it, and before the time to answer is up.
		await sleep(WINDOW / 2 - (performance.now() - began));
		const { connect_token } = (await person.confirm(fast.url, code, fresh())).body;
		await sleep(WINDOW * 1.15 - (performance.now() - began));
		const shown = { ...fresh(), 'x-connect-token': connect_token };
		expect((await person.complete(fast.url, code, { ciphertext }, shown)).status).toBe(204);
		expect(await session.open((await session.poll()).body)).toEqual({ api_key: 'typed' });
	});

	test('a second visitor is told, who guesses is not', async () => {
		const session = await created();
		const { code } = session.reply;
		const fingerprint = await keyFingerprint(session.keys.publicKey);
		await person.confirm(broker.url, code, fresh());
		for (const [text, headers] of [
			[endOf(session), {}],
			[code, { 'x-key-fingerprint': fingerprint }],
		] as const) {
			const { status, body } = await get(text, headers);
			expect([status, body['code']]).toEqual([409, 'link_used']);
			expect(body['link']).toMatchObject({ state: 'confirmed' });
		}
		const unknown = await get(makeUserCode());
		for (const [text, headers] of [
			[code, {}],
			[code, { 'x-key-fingerprint': 'A'.repeat(43) }],
			[code, { 'x-key-fingerprint': fingerprint.slice(1) }],
			[withOtherBits(session), {}],
			[withOtherBits(session), { 'x-key-fingerprint': 'A'.repeat(43) }],
		] as const) {
			const answer = await get(text, headers);
			expect([answer.status, answer.text]).toEqual([404, unknown.text]);
		}
	});

	test('telling a second visitor costs no guess, and guessing at fingerprints does', async () => {
		const session = await created();
		await person.confirm(broker.url, session.reply.code, fresh());
		const network = fresh();
		const ask = (text: string, headers: Record<string, string> = {}) =>
			call(broker.url, 'GET', `/v1/connect/${text}`, { headers: { ...network, ...headers } });
		for (let times = 0; times < 9; times += 1) expect((await ask(endOf(session))).status).toBe(409);
		const statuses = [];
		for (let times = 0; times < 30; times += 1) {
			const guess = { 'x-key-fingerprint': randomBytes(32).toString('base64url') };
			statuses.push((await ask(makeUserCode(), guess)).status);
		}
		expect(statuses.filter((status) => status === 404)).toHaveLength(GUESSES);
	});
});

describeRedis('what a broker asks its Redis for somebody who guesses', () => {
	let redis: RunningRedis;
	let broker: RunningBroker;
	beforeAll(async () => {
		redis = await startRedis();
		broker = await startBroker(
			{ LINKAUTH_STORE: redis.url, LINKAUTH_RATE_LIMITS: 'on', LINKAUTH_TRUSTED_PROXIES: '127.0.0.1' },
			{ timings: { second: SLOWER * SECOND } },
		);
	});

	let networks = 0;
	/** The commands that one call leads to, without those that the broker sends by itself. */
	async function commandsOf(text: string, headers: Record<string, string> = {}): Promise<string[]> {
		networks += 1;
		const network = `198.51.100.${String(networks)}`;
		const lines = await redis.monitor();
		const from = { 'x-forwarded-for': network };
		await call(broker.url, 'GET', `/v1/connect/${text}`, { headers: { ...from, ...headers } });
		await redis.command('ECHO seen');
		await until(() => lines.some((line) => line.includes('"ECHO"')));
		return (
			lines
				.filter(
					(line) =>
						!/"(INFO|TIME|ECHO)"|clock|linkauth::(callbacks-due|ending|to-end|key-claims)/i.test(line) &&
						line.includes('linkauth:'),
				)
				// What calls before this one took in advance is given back in between.
				.filter((line) => !line.includes('linkauth::limit:') || line.includes(`:${network}"`))
				.map((line) => / "(\w+)"/.exec(line)?.[1]?.toUpperCase() ?? '')
				.filter((name) => ['MGET', 'EVALSHA', 'EVAL'].includes(name))
		);
	}

	test('is the same whether the session exists or not', async () => {
		const session = await createSession(broker.url, LONG);
		const confirmed = await createSession(broker.url, LONG);
		await person.confirm(broker.url, endOf(confirmed));
		const ended = await createSession(broker.url, LONG);
		await ended.cancel();
		const fingerprint = { 'x-key-fingerprint': 'A'.repeat(43) };
		// The first call loads the script.
		await commandsOf(makeUserCode());
		const unknown = await commandsOf(randomLink());
		for (const each of [session, confirmed, ended])
			expect(await commandsOf(withOtherBits(each))).toEqual(unknown);
		const unknownCode = await commandsOf(makeUserCode(), fingerprint);
		for (const each of [confirmed, ended]) {
			expect(await commandsOf(each.reply.code, fingerprint)).toEqual(unknownCode);
		}
		const bare = await commandsOf(makeUserCode());
		for (const each of [confirmed, ended]) expect(await commandsOf(each.reply.code)).toEqual(bare);
		await sleep(SLOWER * WINDOW);
		expect(await commandsOf(session.reply.code)).toEqual(bare);
		expect(await commandsOf(session.reply.code, fingerprint)).toEqual(unknownCode);
		expect(bare.length).toBeGreaterThan(1);
	});
});
