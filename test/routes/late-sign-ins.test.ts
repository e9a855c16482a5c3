import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSession, type AgentSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { confirming } from '../support/browser-with-cookies';
import { cleanup } from '../support/cleanup';
import { until } from '../support/until';

const SECRET = 'secret-of-the-brokers-client-0123456789';
const TOKENS = { access_token: 'token-that-came-too-late', token_type: 'Bearer' };

/** A provider that answers when it is told to. */
async function startHesitant() {
	const waiting: ServerResponse[] = [];
	const server = createServer((request, response) => {
		request.resume().once('end', () => waiting.push(response));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	cleanup(server, () => {
		server.closeAllConnections();
		server.close();
	});
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${String(port)}`,
		asked: () => until(() => Promise.resolve(waiting.length > 0)),
		answer: () => {
			for (const response of waiting.splice(0)) {
				response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(TOKENS));
			}
		},
	};
}

describe('sign-ins that come late', () => {
	let provider: Awaited<ReturnType<typeof startHesitant>>;
	let broker: RunningBroker;
	const start = async (timings: { readonly second?: number; readonly providerTimeout?: number } = {}) => {
		provider = await startHesitant();
		const client = {
			LINKAUTH_OAUTH_HOSTS: new URL(provider.url).host,
			OAUTH_SLOW_CLIENT_ID: 'broker',
			OAUTH_SLOW_CLIENT_SECRET: SECRET,
			OAUTH_SLOW_AUTH_URL: `${provider.url}/authorize`,
			OAUTH_SLOW_TOKEN_URL: `${provider.url}/token`,
		};
		broker = await startBroker(client, { timings });
	};

	/** A browser that has confirmed, and goes to the provider and comes back as often as it is told to. */
	async function confirmed(session: AgentSession) {
		const { send, authorize } = await confirming(broker.url, session.reply.code);
		return async () => {
			const away = await send('GET', authorize);
			const state = new URL(String(away.headers['location'])).searchParams.get('state');
			return { redeem: () => send('POST', '/v1/oauth/redeem', { state, code: 'any' }) };
		};
	}
	const ask = (members: object = {}) =>
		createSession(broker.url, { oauth_provider: 'slow', oauth_scopes: ['a'], ...members });
	const expectNothingLeft = () => {
		expect(broker.log()).not.toContain(TOKENS.access_token);
	};

	test('a provider that does not answer in time: the person is told, and signs in again', async () => {
		await start({ providerTimeout: 1_500 });
		const session = await ask();
		const comeBack = await confirmed(session);
		expect((await (await comeBack()).redeem()).body['code']).toBe('provider_unavailable');
		provider.answer();
		expect((await session.poll()).body.status).toBe('confirmed');
		const answered = (await comeBack()).redeem();
		await provider.asked();
		provider.answer();
		expect((await answered).status).toBe(204);
		expect((await session.poll()).body.status).toBe('ready');
	});

	test('a request that the agent cancels while the broker redeems: nothing is handed in, and nothing kept', async () => {
		await start();
		const session = await ask();
		const answered = (await (await confirmed(session))()).redeem();
		await provider.asked();
		expect((await session.cancel()).status).toBe(204);
		provider.answer();
		const { status, body } = await answered;
		expect([status, body['code']]).toEqual([404, 'session_not_found']);
		expect((await session.poll()).body).toMatchObject({ code: 'session_ended' });
		expectNothingLeft();
	});

	test('a request that ends while the broker redeems, and one that has ended before', async () => {
		// A quarter of an hour from confirming is some seconds.
		await start({ second: 3 });
		const [session, untouched] = [await ask(), await ask()];
		const one = await (await confirmed(session))();
		const other = await (await confirmed(untouched))();
		const answered = one.redeem();
		await provider.asked();
		for (const each of [session, untouched]) {
			await until(async () => (await each.poll()).text.includes('session_ended'), 20_000);
		}
		provider.answer();
		const late = await answered;
		expect([late.status, late.body['code']]).toEqual([404, 'session_not_found']);
		const after = await other.redeem();
		expect([after.status, after.body['code']]).toEqual([404, 'session_not_found']);
		expectNothingLeft();
	});
});
