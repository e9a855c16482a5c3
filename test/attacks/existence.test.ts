import { makeToken } from '../../protocol/tokens';
import { makeUserCode } from '../../protocol/user-code';
import { sealEnvelope } from '../../protocol/envelope';
import { createSession, type AgentSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
import { person } from '../support/person';
import { startRedis } from '../support/redis';
import { describeRedis, overEveryStore } from '../support/stores';

/** Guesses that a network has in a minute. */
const GUESSES = 20;

/** A call by code or by id, of somebody who guesses. */
interface Door {
	readonly name: string;
	/** @param target something to guess at that exists, or a fresh guess */
	readonly ask: (
		broker: string,
		target: { readonly id: string; readonly code: string },
		headers: Readonly<Record<string, string>>,
	) => Promise<{ readonly status: number }>;
	/** Calls for one session that a network has in a minute, where that is less. */
	readonly most?: number;
}

const guessed = () => ({ authorization: `Bearer ${makeToken('poll')}` });
const DOORS: readonly Door[] = [
	{
		name: 'polling with a guessed token',
		ask: (broker, { id }, headers) =>
			call(broker, 'GET', `/v1/sessions/${id}`, { headers: { ...headers, ...guessed() } }),
	},
	{
		name: 'registering a callback with a guessed token',
		ask: (broker, { id }, headers) =>
			call(broker, 'PATCH', `/v1/sessions/${id}`, {
				headers: { ...headers, ...guessed() },
				body: { callback_url: 'https://example.com/' },
			}),
	},
	{
		name: 'deleting with a guessed token',
		ask: (broker, { id }, headers) =>
			call(broker, 'DELETE', `/v1/sessions/${id}`, { headers: { ...headers, ...guessed() } }),
	},
	{
		name: 'completing without a token',
		ask: (broker, { code }, headers) => person.complete(broker, code, { ciphertext: 'AAAA' }, headers),
	},
	{
		name: 'completing with a guessed token',
		ask: (broker, { code }, headers) =>
			person.complete(
				broker,
				code,
				{ ciphertext: 'AAAA', connect_token: makeToken('connect') },
				{ ...headers, 'x-connect-token': makeToken('connect') },
			),
	},
	{
		name: 'declining with a guessed token',
		ask: (broker, { code }, headers) =>
			call(broker, 'POST', `/v1/connect/${code}/deny`, {
				headers,
				body: { connect_token: makeToken('connect') },
			}),
	},
	{
		name: 'confirming again',
		ask: (broker, { code }, headers) => person.confirm(broker, code, headers),
		most: 10,
	},
];

/** Whether a code or a session exists is told to nobody who has only guessed it: every way to ask is counted. */
overEveryStore((start) => {
	let broker: RunningBroker;
	beforeAll(async () => {
		const { location } = await start();
		broker = await startBroker({
			LINKAUTH_STORE: location,
			LINKAUTH_RATE_LIMITS: 'on',
			LINKAUTH_TRUSTED_PROXIES: '127.0.0.1',
		});
	});

	let networks = 0;
	/** Headers of a network that has done nothing yet. */
	const fresh = () => {
		networks += 1;
		return { 'x-forwarded-for': `198.51.${String(networks >> 8)}.${String(networks & 255)}` };
	};
	const confirmedSession = async () => {
		const session = await createSession(broker.url, { template: 'api_key' }, fresh());
		const { body } = await person.confirm(broker.url, session.reply.code, fresh());
		return { session, token: body.connect_token };
	};
	const targetOf = ({ reply }: AgentSession) => ({ id: reply.session_id, code: reply.code });

	test.each(DOORS)(
		'$name: 300 times at once, and 20 are answered at most',
		async ({ ask, most = GUESSES }) => {
			const { session } = await confirmedSession();
			const network = fresh();
			const answers = await Promise.all(
				Array.from({ length: 300 }, () => ask(broker.url, targetOf(session), network)),
			);
			const limited = answers.filter(({ status }) => status === 429);
			expect(answers.length - limited.length).toBeLessThanOrEqual(most);
			expect(limited.length).toBeLessThan(answers.length);
			expect(answers.filter(({ status }) => status < 400)).toEqual([]);
		},
	);

	test.each(DOORS)('$name: after 20 guesses what exists is answered like what does not', async ({ ask }) => {
		const { session } = await confirmedSession();
		const network = fresh();
		const guess = () => ({ id: '0'.repeat(64), code: makeUserCode() });
		const answers = [];
		for (let times = 0; times < GUESSES; times += 1) answers.push(await ask(broker.url, guess(), network));
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
		expect((await ask(broker.url, guess(), network)).status).toBe(429);
		expect((await ask(broker.url, targetOf(session), network)).status).toBe(429);
	});

	test('a network that has guessed too often still does what its tokens are for, and others notice nothing', async () => {
		const network = fresh();
		const session = await createSession(broker.url, { template: 'api_key' }, network);
		const { code } = session.reply;
		const { connect_token } = (await person.confirm(broker.url, code, network)).body;
		const waiting = await createSession(broker.url, { template: 'api_key' }, network);
		await Promise.all(Array.from({ length: 700 }, () => person.confirm(broker.url, makeUserCode(), network)));
		expect((await person.confirm(broker.url, waiting.reply.code, network)).status).toBe(429);
		expect((await session.poll(network)).body.status).toBe('confirmed');
		const ciphertext = await sealEnvelope(session.keys.publicKey, { api_key: 'k' });
		const shown = { ...network, 'x-connect-token': connect_token };
		expect((await person.complete(broker.url, code, { ciphertext }, shown)).status).toBe(204);
		expect((await session.poll(network)).body.status).toBe('ready');
		expect((await session.cancel()).status).toBe(204);
		const elsewhere = fresh();
		expect((await person.confirm(broker.url, waiting.reply.code, elsewhere)).status).toBe(200);
	});
});

describeRedis('what a broker does for somebody who guesses', () => {
	test('is the same whether the session exists or not: as many commands of Redis', async () => {
		const redis = await startRedis();
		const broker = await startBroker({ LINKAUTH_STORE: redis.url, LINKAUTH_RATE_LIMITS: 'on' });
		const { reply } = await createSession(broker.url);
		const ask = async (id: string) => {
			const before = await calls();
			await call(broker.url, 'GET', `/v1/sessions/${id}`, { headers: guessed() });
			return calls().then((after) =>
				after.map(([name, count], at) => [name, count - (before[at]?.[1] ?? 0)]),
			);
		};
		const calls = async () => {
			const stats = await redis.command('INFO commandstats');
			const counts = new Map(
				[...stats.matchAll(/^cmdstat_([\w|]+):calls=(\d+)/gm)].map(([, name = '', count]) => [
					name,
					Number(count),
				]),
			);
			return ['mget', 'get', 'set', 'evalsha'].map((name) => [name, counts.get(name) ?? 0] as const);
		};
		// The first call loads the script.
		await ask('1'.repeat(64));
		expect(await ask(reply.session_id)).toEqual(await ask('0'.repeat(64)));
	});
});
