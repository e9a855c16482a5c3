import { discover } from '../../protocol/oauth/discovery';
import type { Fetch } from '../../protocol/oauth/oauth-types';
import { startAnswering, type GivenAnswer } from '../support/answering-server';

const directly: Fetch = (url, init) => fetch(url, init);

/** An issuer that describes itself with these members, at one of both addresses. */
async function describing(
	members: (url: string) => Record<string, unknown>,
	{ path = '', at = '/.well-known/openid-configuration' } = {},
) {
	const server = await startAnswering(({ url = '' }): GivenAnswer => {
		const known = at.startsWith('/.well-known/openid') ? path + at : at + path;
		if (url !== known) return { status: 404 };
		return { status: 200, body: { ...usual(server.url, path), ...members(server.url) } };
	});
	return { issuer: server.url + path, server };
}

const usual = (url: string, path: string) => ({
	issuer: url + path,
	authorization_endpoint: `${url}/authorize`,
	token_endpoint: `${url}/token`,
});

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
	[
		'the least',
		{},
		{ pkce: 'ignored', clientAuthentication: 'basic', refresh: 'rotating', publicClients: undefined },
	],
	[
		'scopes that it has, of those that are asked for',
		{ scopes_supported: ['email', 'openid', 'admin'] },
		{ defaultScopes: ['openid', 'email'] },
	],
	['PKCE', { code_challenge_methods_supported: ['plain', 'S256'] }, { pkce: 'yes' }],
	['PKCE without S256', { code_challenge_methods_supported: ['plain'] }, { pkce: 'ignored' }],
	[
		'secrets in the body alone, and clients without one',
		{ token_endpoint_auth_methods_supported: ['client_secret_post', 'none'] },
		{ clientAuthentication: 'body', publicClients: true },
	],
	['that it states iss', { authorization_response_iss_parameter_supported: true }, { statesIssuer: true }],
	[
		'that it states iss, as a text',
		{ authorization_response_iss_parameter_supported: 'true' },
		{
			statesIssuer: undefined,
		},
	],
	['no address to revoke at', { revocation_endpoint: 42 }, { revocationEndpoint: undefined }],
])('of a provider that describes %s', async (_, members, expected) => {
	const { issuer } = await describing(() => members);
	const provider: Record<string, unknown> = { ...(await discover(issuer, directly)) };
	for (const [name, value] of Object.entries(expected)) expect([name, provider[name]]).toEqual([name, value]);
});

test.each([
	['/.well-known/openid-configuration', ''],
	['/.well-known/openid-configuration', '/realms/main'],
	['/.well-known/oauth-authorization-server', ''],
	['/.well-known/oauth-authorization-server', '/realms/main'],
])('is found at %s of an issuer with the path "%s"', async (at, path) => {
	const { issuer } = await describing(
		(url) => ({ revocation_endpoint: `${url}/revoke`, userinfo_endpoint: `${url}/me` }),
		{ at, path },
	);
	expect(await discover(issuer, directly)).toMatchObject({
		issuer,
		tokenEndpoint: expect.stringContaining('/token') as string,
		revocationEndpoint: expect.stringContaining('/revoke') as string,
		account: { endpoint: expect.stringContaining('/me') as string },
	});
});

test.each<[string, Record<string, unknown>, string]>([
	['of another issuer', { issuer: 'https://evil.example' }, 'describes another issuer'],
	['without an issuer', { issuer: undefined }, 'describes another issuer'],
	[
		'whose tokens travel in the open',
		{ token_endpoint: 'http://evil.example/token' },
		'not reached by https',
	],
	['whose people do', { authorization_endpoint: 'http://evil.example/' }, 'not reached by https'],
	['whose revoked tokens do', { revocation_endpoint: 'http://evil.example/' }, 'not reached by https'],
	['whose users do', { userinfo_endpoint: 'http://evil.example/' }, 'not reached by https'],
	['without a token endpoint', { token_endpoint: undefined }, 'no address to sign in at'],
	['whose address is none', { authorization_endpoint: 'nowhere' }, 'no address to sign in at'],
])('a description %s is refused', async (_, members, said) => {
	const { issuer } = await describing(() => members);
	await expect(discover(issuer, directly)).rejects.toThrow(said);
});

test('an issuer that does not describe itself is named, and one that is away is told as that', async () => {
	const silent = await startAnswering(() => ({ status: 404 }));
	await expect(discover(silent.url, directly)).rejects.toMatchObject({
		kind: 'unreadable',
		message: `${new URL(silent.url).host} does not describe itself (status 404).`,
	});
	const down = await startAnswering(() => ({ status: 503 }));
	await expect(discover(down.url, directly)).rejects.toMatchObject({ kind: 'unavailable' });
});
