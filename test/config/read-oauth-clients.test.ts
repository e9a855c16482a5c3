import { readOAuthClients } from '../../broker/config/read-oauth-clients';
import { providerOf } from '../../protocol/providers/providers';

const read = (environment: Record<string, string>) => {
	const faults: string[] = [];
	return { clients: readOAuthClients(environment, faults), faults };
};
const ID = { OAUTH_GITHUB_CLIENT_ID: 'an-id', OAUTH_GITHUB_CLIENT_SECRET: 'a-secret' };

test('a client at a provider that is known has its addresses', () => {
	const { clients, faults } = read(ID);
	expect(faults).toEqual([]);
	expect(clients).toMatchObject([
		{ id: 'github', clientId: 'an-id', clientSecret: 'a-secret', provider: providerOf('github') },
	]);
});

test('an address of one’s own stands for that of the row, and so does an issuer', () => {
	const addresses = {
		OAUTH_GITHUB_AUTH_URL: 'https://github.corp.example/login/oauth/authorize',
		OAUTH_GITHUB_TOKEN_URL: 'https://github.corp.example/login/oauth/access_token',
	};
	const [own] = read({ ...ID, ...addresses }).clients;
	expect(own?.provider).toMatchObject({
		authorizationEndpoint: addresses.OAUTH_GITHUB_AUTH_URL,
		tokenEndpoint: addresses.OAUTH_GITHUB_TOKEN_URL,
		clientAuthentication: providerOf('github')?.clientAuthentication,
	});
	const google = { OAUTH_GOOGLE_CLIENT_ID: 'x', OAUTH_GOOGLE_CLIENT_SECRET: 'y' };
	const [byIssuer] = read({ ...google, OAUTH_GOOGLE_ISSUER: 'https://login.example.com' }).clients;
	expect(byIssuer).toMatchObject({ id: 'google', issuer: 'https://login.example.com' });
	expect(byIssuer?.provider).toBeUndefined();
	const [moved] = read({
		...google,
		OAUTH_GOOGLE_AUTH_URL: 'https://a.example/a',
		OAUTH_GOOGLE_TOKEN_URL: 'https://a.example/t',
	}).clients;
	// That of the row would be compared with what another server says of itself.
	expect(moved?.provider?.issuer).toBeUndefined();
});

test('any other name is a provider of one’s own, in the order in which they stand', () => {
	const { clients, faults } = read({
		OAUTH_OUR_LOGIN_CLIENT_ID: 'x',
		OAUTH_OUR_LOGIN_ISSUER: 'https://login.example.com',
		OAUTH_ZED_CLIENT_ID: 'z',
		OAUTH_ZED_AUTH_URL: 'http://127.0.0.1:9/a',
		OAUTH_ZED_TOKEN_URL: 'http://localhost:9/t',
		OAUTH_EMPTY_CLIENT_ID: ' ',
		OAUTH_: 'x',
		OAUTH_PROXY_PORT: '1',
	});
	expect(faults).toEqual([]);
	expect(clients.map(({ id }) => id)).toEqual(['our_login', 'zed']);
});

test.each<[Record<string, string>, readonly string[]]>([
	[{ OAUTH_GITHUB_CLIENT_SECRET: 's3cret' }, ['OAUTH_GITHUB_CLIENT_ID: expected the id']],
	[{ OAUTH_GITHUB_CLIENT_ID: 'x' }, ['OAUTH_GITHUB_CLIENT_SECRET: expected the secret of the client, which']],
	[{ ...ID, OAUTH_GITHUB_CLIENT_ID: 'ä' }, ['OAUTH_GITHUB_CLIENT_ID: expected the id']],
	[
		{ ...ID, OAUTH_GITHUB_AUTH_URL: 'https://a.example/' },
		['OAUTH_GITHUB_TOKEN_URL: expected it beside the other one'],
	],
	[
		{ ...ID, OAUTH_GITHUB_TOKEN_URL: 'https://a.example/' },
		['OAUTH_GITHUB_AUTH_URL: expected it beside the other one'],
	],
	[{ OAUTH_OURS_CLIENT_ID: 'x' }, ['OAUTH_OURS_ISSUER: expected it, or _AUTH_URL and _TOKEN_URL, because']],
	[
		{ OAUTH_AUTH0_CLIENT_ID: 'x', OAUTH_AUTH0_CLIENT_SECRET: 'y' },
		['OAUTH_AUTH0_ISSUER: expected the address of your own Auth0'],
	],
	...[
		'http://login.example.com',
		'https://user:s3cret@login.example.com',
		'https://login.example.com/?s3cret',
		'https://login.example.com/#s3cret',
		'https:\\\\login.example.com',
		'login.example.com',
	].map((address): [Record<string, string>, readonly string[]] => [
		{ OAUTH_OURS_CLIENT_ID: 'x', OAUTH_OURS_ISSUER: address },
		['OAUTH_OURS_ISSUER: expected an https:// address without password, query and fragment'],
	]),
])('%j is a fault that says what was expected, and nothing of what was there', (environment, expected) => {
	const { clients, faults } = read(environment);
	expect(clients).toEqual([]);
	expect(faults).toHaveLength(expected.length);
	for (const [at, text] of expected.entries()) expect(faults[at]).toContain(text);
	expect(faults.join()).not.toContain('s3cret');
});
