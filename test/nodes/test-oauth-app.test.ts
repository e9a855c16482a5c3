import type { ICredentialTestFunctions } from 'n8n-workflow';
import { testOAuthApp } from '../../nodes/RequestCredential/test-oauth-app';
import { startAnswering, type GivenAnswer } from '../support/answering-server';
import { startOpenIdProvider, type OpenIdProvider } from '../support/openid-provider';

const SECRET = 'the-client-secret-of-these-tests-0123456789';

/** What n8n is asked to send. */
interface Asked {
	readonly uri: string;
	readonly method: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
}

/** What n8n gives to the test of a credential, as far as it is used. */
const functions = {
	helpers: {
		request: async ({ uri, method, headers, body }: Asked) => {
			const init = { method, headers, redirect: 'manual', ...(body !== undefined && { body }) } as const;
			const response = await fetch(uri, init);
			const { status: statusCode } = response;
			return { statusCode, headers: Object.fromEntries(response.headers), body: await response.text() };
		},
	},
} as unknown as ICredentialTestFunctions;

const tested = (data: Readonly<Record<string, string>>) =>
	testOAuthApp.call(functions, { id: '1', name: 'App', type: 'linkAuthOAuthAppApi', data });

describe('the test of an OAuth app', () => {
	let provider: OpenIdProvider;
	beforeAll(async () => {
		const redirectUris = ['https://broker.example/v1/oauth/callback'];
		provider = await startOpenIdProvider({
			clients: [
				{ id: 'n8n', secret: SECRET, redirectUris },
				{ id: 'public', redirectUris },
			],
		});
	});

	test.each([
		['a client with its secret', { clientId: 'n8n', clientSecret: SECRET }, 'OK', 'People will sign in at '],
		['a client without one', { clientId: 'public', clientSecret: '' }, 'OK', 'People will sign in at '],
		['a wrong secret', { clientId: 'n8n', clientSecret: 'wrong' }, 'Error', 'its secret is wrong'],
		[
			'a client that nobody knows',
			{ clientId: 'nobody', clientSecret: SECRET },
			'Error',
			'does not know this client',
		],
		['no client', { clientId: '' }, 'Error', 'Client ID is empty'],
	])('%s', async (_, client, status, said) => {
		const result = await tested({ provider: 'openIdIssuer', issuer: provider.issuer, ...client });
		expect([result.status, result.message]).toEqual([status, expect.stringContaining(said)]);
		expect(result.message).not.toContain(SECRET);
	});

	test.each<[string, GivenAnswer, string]>([
		[
			'as GitHub does for a wrong secret',
			{ status: 200, body: { error: 'incorrect_client_credentials' } },
			'Error',
		],
		['as GitHub does for a code', { status: 200, body: { error: 'bad_verification_code' } }, 'OK'],
		[
			'as Slack does for a wrong secret',
			{ status: 200, body: { ok: false, error: 'bad_client_secret' } },
			'Error',
		],
		['as Slack does for a code', { status: 200, body: { ok: false, error: 'invalid_code' } }, 'OK'],
		['in a way that says nothing', { status: 200, body: '<html>' }, 'OK'],
		['not at all', { status: 503 }, 'Error'],
	])('a provider that answers %s', async (_, answer, status) => {
		const server = await startAnswering(() => answer);
		const result = await tested({
			provider: 'ownAddresses',
			authorizationEndpoint: `${server.url}/authorize`,
			exchangeUrl: `${server.url}/token`,
			clientId: 'n8n',
			clientSecret: SECRET,
		});
		expect(result.status).toBe(status);
		expect(server.received).toHaveLength(1);
	});
});
