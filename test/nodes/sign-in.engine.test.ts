import type { IDataObject, INode } from 'n8n-workflow';
import { sealEnvelope } from '../../protocol/envelope';
import type { SessionInfo } from '../../protocol/messages';
import type { CredentialStore } from '../../n8n-engine/credentials';
import { startBroker, type RunningBroker } from '../support/broker';
import { confirming } from '../support/browser-with-cookies';
import { startEcho, type EchoServer } from '../support/echo-server';
import { freePort } from '../support/free-port';
import { engine, failure, json, runWithPeople, type Asked } from '../support/n8n-run';
import {
	awaiting,
	httpRequest,
	inARow,
	items,
	linkAuthCredential,
	linkAuthNode,
	request,
} from '../support/n8n-workflow';
import { startOpenIdProvider, type OpenIdProvider } from '../support/openid-provider';
import { person } from '../support/person';
import { startPlainLinkAuth } from '../support/plain-linkauth';

const SECRET = 'the-client-secret-of-these-tests-0123456789';
let broker: RunningBroker;
let provider: OpenIdProvider;
let shortLived: OpenIdProvider;
let service: EchoServer;
/** Verifier, code and tokens that were seen, which nothing that is stored may hold. */
const seen = new Set<string>();

beforeAll(async () => {
	const port = String(await freePort());
	const redirectUris = [`http://127.0.0.1:${port}/v1/oauth/callback`];
	const clients = [
		{ id: 'n8n', secret: SECRET, redirectUris },
		{ id: 'public', redirectUris },
	];
	[provider, shortLived, service] = await Promise.all([
		startOpenIdProvider({ clients }),
		// Over before it is used for the first time.
		startOpenIdProvider({ clients, accessTokenSeconds: 5, rotating: true }),
		startEcho(),
	]);
	const hosts = [provider, shortLived].map(({ issuer }) => new URL(issuer).host).join(',');
	broker = await startBroker({
		LINKAUTH_PORT: port,
		LINKAUTH_BASE_URL: `http://127.0.0.1:${port}`,
		LINKAUTH_OAUTH_HOSTS: hosts,
		OAUTH_TESTING_CLIENT_ID: 'n8n',
		OAUTH_TESTING_CLIENT_SECRET: SECRET,
		OAUTH_TESTING_ISSUER: provider.issuer,
	});
});

/** The two credentials of a user. */
function credentials(at = provider, app: IDataObject = {}): CredentialStore {
	const data = { provider: 'openIdIssuer', issuer: at.issuer, clientId: 'n8n', clientSecret: SECRET, ...app };
	return new Map([...linkAuthCredential(broker.url), ['app', { type: 'linkAuthOAuthAppApi', data: data }]]);
}

function signIn(parameters: IDataObject = {}): INode {
	const asking = request({
		template: 'signIn',
		redeemedBy: 'workflow',
		displayName: '',
		scopes: 'openid email offline_access',
		allowedHosts: `127.0.0.1:${String(service.port)}`,
		...parameters,
	});
	return {
		...asking,
		credentials: { ...asking.credentials, linkAuthOAuthAppApi: { id: 'app', name: 'App' } },
	};
}

/** What the person does: compares, signs in, and their browser encrypts what comes back. */
async function signsIn({ code, url }: Asked, at = provider, login = 'kim'): Promise<void> {
	const { body: info } = await person.lookUp(broker.url, code);
	const { body: confirmed } = await person.confirm(broker.url, code);
	const back = await at.signIn(addressOf(info, url), { login });
	const found = Object.fromEntries(back.searchParams);
	seen.add(found['code'] ?? '');
	const ciphertext = await sealEnvelope(info.public_key, {
		...found,
		redirect_uri: back.origin + back.pathname,
	});
	const { status } = await person.complete(broker.url, code, { ciphertext, ...confirmed });
	expect(status).toBe(204);
}

function addressOf({ oauth }: SessionInfo, link: string): string {
	const { authorization_endpoint: endpoint = '', parameters = {} } = oauth ?? {};
	// The link pins the challenge beside the key.
	expect(link).toMatch(new RegExp(`#k=[\\w-]{43}&c=${parameters['code_challenge'] ?? ''}$`));
	const address = new URL(endpoint);
	for (const [name, value] of Object.entries({
		...parameters,
		prompt: 'consent',
		state: 'of-this-browser',
	})) {
		address.searchParams.set(name, value);
	}
	return address.href;
}

const address = () => `http://127.0.0.1:${String(service.port)}/orders`;
const lastToken = () => String(service.received.at(-1)?.headers['authorization']).replace('Bearer ', '');

test.each([
	['with a client secret', {}],
	['without one', { clientId: 'public', clientSecret: '' }],
])('a person signs in %s, and the request goes out with the token, which nothing holds', async (_, app) => {
	const execution = await runWithPeople(
		inARow(signIn(), awaiting(), httpRequest(address())),
		{ credentials: credentials(provider, app) },
		(asked) => signsIn(asked),
	);
	expect(execution.status).toBe('success');
	expect(execution.runData['Request Credential']?.[0]?.hints).toMatchObject([
		{ message: `Redirect URL for your app at the provider: ${broker.url}/v1/oauth/callback` },
	]);
	const [received] = json(execution, 'Await Credential');
	expect(received).toMatchObject({
		status: 'ready',
		fields: ['access_token', 'refresh_token'],
		account: { subject: 'kim', email: 'kim@example.com', emailVerified: true },
		scopes: ['openid', 'email', 'offline_access'],
		expiresAt: expect.stringMatching(/^20/) as string,
	});
	expect(lastToken().length).toBeGreaterThan(20);
	seen.add(lastToken());
	for (const secret of [...seen, SECRET]) expect(execution.stored).not.toContain(secret);
});

describe.each([
	['the broker', false],
	['a broker of LinkAuth 0.2', true],
])('%s redeems', (_, isPlain) => {
	test('and the request goes out with the token, which nothing holds', async () => {
		const url = isPlain ? (await startPlainLinkAuth(broker.url)).url : broker.url;
		const execution = await runWithPeople(
			inARow(
				signIn({ redeemedBy: 'broker', brokerProvider: 'testing', scopes: 'openid email' }),
				awaiting(),
				linkAuthNode('Refresh', 'refreshCredential', { credential: '={{ $json.credential }}' }),
				httpRequest(address()),
			),
			{ credentials: linkAuthCredential(url) },
			async ({ code }) => {
				const { send, authorize } = await confirming(broker.url, code);
				const away = await send('GET', authorize);
				const back = await provider.signIn(String(away.headers['location']), { login: 'kim' });
				const answer = Object.fromEntries(back.searchParams);
				seen.add(answer['code'] ?? '');
				expect((await send('POST', '/v1/oauth/redeem', answer)).status).toBe(204);
			},
		);
		expect(execution.status).toBe('success');
		expect(json(execution, 'Await Credential')).toMatchObject([
			{ status: 'ready', provider: 'testing', expiresAt: expect.stringMatching(/^20/) as string },
		]);
		// Only the broker’s client could renew it.
		expect(json(execution, 'Refresh')).toMatchObject([{ status: 'unchanged' }]);
		const token = lastToken();
		const account = await fetch(`${provider.issuer}/me`, { headers: { authorization: `Bearer ${token}` } });
		expect(await account.json()).toMatchObject({ sub: 'kim' });
		for (const secret of [...seen, token, SECRET]) {
			expect(execution.stored).not.toContain(secret);
			expect(broker.log()).not.toContain(secret);
		}
	});
});

test('a token that is over is renewed on its way out, once for requests side by side', async () => {
	const before = service.received.length;
	const store = credentials(shortLived);
	const asked = await runWithPeople(inARow(signIn(), awaiting()), { credentials: store }, (each) =>
		signsIn(each, shortLived),
	);
	const [{ credential } = {}] = json(asked, 'Await Credential');
	const use = () =>
		engine().run(inARow(...items({ credential }, { credential }), httpRequest(address())), {
			credentials: store,
		});
	const executions = await Promise.all([use(), use()]);
	expect(executions.map(({ status }) => status)).toEqual(['success', 'success']);
	const tokens = service.received.slice(before).map(({ headers }) => headers['authorization']);
	expect(tokens).toHaveLength(4);
	expect(new Set(tokens).size).toBe(1);
});

test('Refresh Credential gives a new sealed value, and Revoke ends it', async () => {
	const store = credentials(shortLived);
	const execution = await runWithPeople(
		inARow(
			signIn(),
			awaiting(),
			linkAuthNode('Refresh', 'refreshCredential', {
				operation: 'refresh',
				credential: '={{ $json.credential }}',
			}),
			httpRequest(address()),
		),
		{ credentials: store },
		(each) => signsIn(each, shortLived),
	);
	expect(execution.status).toBe('success');
	const [first] = json(execution, 'Await Credential');
	const [renewed] = json(execution, 'Refresh');
	expect(renewed).toMatchObject({ status: 'refreshed', account: { subject: 'kim' } });
	expect(renewed?.['credential']).not.toBe(first?.['credential']);
	const over = await engine().run(
		inARow(
			...items({ credential: renewed?.['credential'] }),
			linkAuthNode('Revoke', 'refreshCredential', {
				operation: 'revoke',
				credential: '={{ $json.credential }}',
			}),
			linkAuthNode('Again', 'refreshCredential', {
				operation: 'refresh',
				credential: '={{ $json.credential }}',
			}),
		),
		{ credentials: store },
	);
	expect(json(over, 'Revoke')).toMatchObject([{ status: 'revoked' }]);
	expect(json(over, 'Again')).toEqual([]);
	expect(json(over, 'Again', 1)).toMatchObject([{ status: 'askAgain' }]);
});

test('Refresh Credential passes on a sign-in that is good and has no refresh token', async () => {
	const execution = await runWithPeople(
		inARow(
			signIn({ scopes: 'openid email' }),
			awaiting(),
			linkAuthNode('Refresh', 'refreshCredential', {
				operation: 'refresh',
				credential: '={{ $json.credential }}',
			}),
			httpRequest(address()),
		),
		{ credentials: credentials() },
		(each) => signsIn(each),
	);
	expect(execution.status).toBe('success');
	const [received] = json(execution, 'Await Credential');
	expect(json(execution, 'Refresh')).toMatchObject([
		{ status: 'unchanged', credential: received?.['credential'], account: { subject: 'kim' } },
	]);
	expect(lastToken().length).toBeGreaterThan(20);
});

test('another account than the expected one leaves through Declined, and its tokens are worth nothing', async () => {
	const execution = await runWithPeople(
		inARow(signIn({ options: { expectedAccount: 'lee@example.com' } }), awaiting()),
		{ credentials: credentials() },
		(asked) => signsIn(asked),
	);
	expect(json(execution, 'Await Credential')).toEqual([]);
	expect(json(execution, 'Await Credential', 1)).toMatchObject([
		{
			status: 'declined',
			reason: 'another account signed in: kim@example.com; expected was lee@example.com',
		},
	]);
});

test('a client that the provider does not know is told as a fault of its credential', async () => {
	const execution = await runWithPeople(
		inARow(signIn(), awaiting()),
		{ credentials: credentials(provider, { clientSecret: 'wrong-secret-wrong-secret' }) },
		(asked) => signsIn(asked),
	);
	expect(failure(execution)).toContain('does not know this client, or its secret is wrong');
	expect(execution.stored).not.toContain('wrong-secret');
});

test('what the person said no to leaves through Declined with the reason', async () => {
	const execution = await runWithPeople(
		inARow(signIn(), awaiting()),
		{ credentials: credentials() },
		async ({ code }) => {
			const { body } = await person.confirm(broker.url, code);
			await person.deny(broker.url, code, { ...body, reason: 'sign-in refused: access_denied' });
		},
	);
	expect(json(execution, 'Await Credential', 1)).toMatchObject([
		{ reason: 'sign-in refused: access_denied' },
	]);
});
