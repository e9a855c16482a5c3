import { findingsWith } from '../support/findings';
import { CLIENT_SECRET } from '../support/sign-in-session';
import { startOpenIdProvider, type OpenIdProvider } from '../support/openid-provider';

const BASE_URL = 'https://connect.example.com';
const REDIRECT = `${BASE_URL}/v1/oauth/callback`;

describe('the broker’s own clients at providers', () => {
	let provider: OpenIdProvider;
	beforeAll(async () => {
		provider = await startOpenIdProvider({
			clients: [{ id: 'broker', secret: CLIENT_SECRET, redirectUris: [REDIRECT] }],
		});
	});
	const found = async (client: Readonly<Record<string, string>>) =>
		(
			await findingsWith({
				LINKAUTH_BASE_URL: BASE_URL,
				OAUTH_OUR_LOGIN_CLIENT_ID: 'broker',
				OAUTH_OUR_LOGIN_CLIENT_SECRET: CLIENT_SECRET,
				OAUTH_OUR_LOGIN_ISSUER: provider.issuer,
				...client,
			})
		)('sign-ins');
	const host = () => new URL(provider.issuer).host;

	test('that the provider knows', async () => {
		expect(await found({})).toEqual([
			`ok: ${host()} knows the client; its redirect URI there is to be ${REDIRECT}`,
		]);
	});

	test.each([
		['whose secret is wrong', { OAUTH_OUR_LOGIN_CLIENT_SECRET: 'another' }],
		['that nobody knows', { OAUTH_OUR_LOGIN_CLIENT_ID: 'nobody' }],
	])('%s', async (_, client) => {
		expect(await found(client)).toEqual([
			`problem: ${host()} does not know the client of OAUTH_OUR_LOGIN_CLIENT_ID, or its secret is wrong`,
		]);
	});

	test.each([
		['that is away', 'http://127.0.0.1:9', '127.0.0.1:9 could not be reached, or did not answer in time.'],
		['that is somebody else', 'SLASH', 'describes another issuer than the one that was asked for.'],
	])('at a provider %s', async (_, issuer, said) => {
		const asked = issuer === 'SLASH' ? `${provider.issuer}/` : issuer;
		expect(await found({ OAUTH_OUR_LOGIN_ISSUER: asked })).toEqual([
			expect.stringMatching(/^warning: our_login: /) && (expect.stringContaining(said) as string),
		]);
	});

	test('and none', async () => {
		expect((await findingsWith({}))('sign-ins')).toEqual([]);
	});
});
