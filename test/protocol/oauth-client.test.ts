import { createHash, randomBytes } from 'node:crypto';
import { readAccount } from '../../protocol/oauth/account';
import { authorizationParameters } from '../../protocol/oauth/authorization-parameters';
import { discover } from '../../protocol/oauth/discovery';
import { redeemCode, refreshTokens, revokeToken } from '../../protocol/oauth/oauth-client';
import type { Fetch, OAuthApp, OAuthTokens } from '../../protocol/oauth/oauth-types';
import { startOpenIdProvider, type OpenIdProvider } from '../support/openid-provider';

const REDIRECT = 'http://127.0.0.1:9/v1/oauth/callback';
const SECRET = 'a-secret-of-the-tests-that-is-long-enough';
const SCOPES = ['openid', 'email', 'profile', 'offline_access'];
const directly: Fetch = (url, init) => fetch(url, init);

/** A code, and what belongs to it. */
async function codeFor(provider: OpenIdProvider, app: OAuthApp, login?: string) {
	const verifier = randomBytes(32).toString('base64url');
	const address = new URL(app.provider.authorizationEndpoint);
	const parameters = authorizationParameters(app.provider, {
		clientId: app.clientId,
		redirectUri: REDIRECT,
		scopes: SCOPES,
		challenge: createHash('sha256').update(verifier).digest('base64url'),
		extra: { prompt: 'consent' },
	});
	for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
	address.searchParams.set('state', 'a-state');
	const back = await provider.signIn(address.href, login === undefined ? {} : { login });
	return {
		code: back.searchParams.get('code') ?? '',
		verifier,
		redirectUri: REDIRECT,
		...(back.searchParams.has('iss') && { iss: back.searchParams.get('iss') ?? '' }),
	};
}

describe('a real OpenID provider', () => {
	let provider: OpenIdProvider;
	let confidential: OAuthApp;
	let posting: OAuthApp;
	let open: OAuthApp;
	beforeAll(async () => {
		provider = await startOpenIdProvider({
			rotating: true,
			clients: [
				{ id: 'confidential', secret: SECRET, redirectUris: [REDIRECT] },
				{ id: 'posting', secret: SECRET, redirectUris: [REDIRECT], authentication: 'client_secret_post' },
				{ id: 'public', redirectUris: [REDIRECT] },
			],
		});
		const described = await discover(provider.issuer, directly);
		confidential = { provider: described, clientId: 'confidential', clientSecret: SECRET };
		posting = {
			provider: { ...described, clientAuthentication: 'body' },
			clientId: 'posting',
			clientSecret: SECRET,
		};
		open = { provider: described, clientId: 'public' };
	}, 30_000);

	test('describes itself', () => {
		expect(confidential.provider).toMatchObject({
			issuer: provider.issuer,
			statesIssuer: true,
			pkce: 'yes',
			clientAuthentication: 'basic',
			publicClients: true,
			defaultScopes: SCOPES,
		});
	});

	test.each([
		['with a secret in the header', () => confidential],
		['with a secret in the body', () => posting],
		['without a secret', () => open],
	])('a client %s gets tokens, and who signed in', async (_, app) => {
		const grant = await codeFor(provider, app(), 'carol');
		const tokens = await redeemCode(app(), grant, directly, 1_000);
		expect(tokens).toMatchObject({ tokenType: 'Bearer', expiresAt: 3_601_000, scopes: SCOPES });
		expect(await readAccount(app().provider, tokens, directly)).toEqual({
			subject: 'carol',
			email: 'carol@example.com',
			emailVerified: true,
			name: 'CAROL',
		});
	});

	test('a code is worth nothing without its verifier, for another client, or twice', async () => {
		const grant = await codeFor(provider, open);
		const refused = { kind: 'refused', error: 'invalid_grant' };
		const other = randomBytes(32).toString('base64url');
		await expect(redeemCode(open, { ...grant, verifier: other }, directly)).rejects.toMatchObject(refused);
		const second = await codeFor(provider, open);
		await expect(redeemCode(confidential, second, directly)).rejects.toMatchObject(refused);
		const third = await codeFor(provider, open);
		await redeemCode(open, third, directly);
		await expect(redeemCode(open, third, directly)).rejects.toMatchObject(refused);
	});

	test('an answer of another issuer, or of none, is not redeemed', async () => {
		const grant = await codeFor(provider, open);
		let calls = 0;
		const counted: Fetch = (url, init) => {
			calls += 1;
			return directly(url, init);
		};
		for (const iss of ['http://localhost:1', '']) {
			await expect(redeemCode(open, { ...grant, iss }, counted)).rejects.toMatchObject({
				kind: 'unreadable',
			});
		}
		const { code, verifier, redirectUri } = grant;
		await expect(redeemCode(open, { code, verifier, redirectUri }, counted)).rejects.toMatchObject({
			kind: 'unreadable',
		});
		expect(calls).toBe(0);
	});

	test('refreshes; where refresh tokens rotate, the one before ends the grant', async () => {
		const first = await redeemCode(confidential, await codeFor(provider, confidential), directly);
		const again = await refreshTokens(confidential, { refreshToken: first.refreshToken ?? '' }, directly);
		expect(again.refreshToken).not.toBe(first.refreshToken);
		expect(again.accessToken).not.toBe(first.accessToken);
		const stale = refreshTokens(confidential, { refreshToken: first.refreshToken ?? '' }, directly);
		await expect(stale).rejects.toMatchObject({ kind: 'refused', error: 'invalid_grant' });
	});

	test('revokes', async () => {
		const tokens = await redeemCode(confidential, await codeFor(provider, confidential), directly);
		const token = tokens.refreshToken ?? '';
		await revokeToken(confidential, { token, hint: 'refresh_token' }, directly);
		await expect(refreshTokens(confidential, { refreshToken: token }, directly)).rejects.toMatchObject({
			error: 'invalid_grant',
		});
	});

	test('says which secret is wrong, and none of them', async () => {
		const grant = await codeFor(provider, confidential);
		const wrong = { ...confidential, clientSecret: 'another-secret-of-the-tests' };
		const failure = await redeemCode(wrong, grant, directly).catch((error: unknown) => error);
		expect(failure).toMatchObject({ kind: 'refused', error: 'invalid_client' });
		const said = JSON.stringify(failure, Object.getOwnPropertyNames(failure));
		for (const secret of [grant.code, grant.verifier, 'another-secret']) expect(said).not.toContain(secret);
	});
});

test('a provider that keeps its refresh tokens leaves the old one', async () => {
	const provider = await startOpenIdProvider({
		accessTokenSeconds: 60,
		clients: [{ id: 'public', redirectUris: [REDIRECT] }],
	});
	const app: OAuthApp = { provider: await discover(provider.issuer, directly), clientId: 'public' };
	const tokens: OAuthTokens = await redeemCode(app, await codeFor(provider, app), directly, 0);
	expect(tokens.expiresAt).toBe(60_000);
	// Public clients' refresh tokens rotate or are bound (RFC 9700 section 4.14.2): this provider leaves it at that.
	const again = await refreshTokens(app, { refreshToken: tokens.refreshToken ?? '' }, directly);
	expect(again.refreshToken).toBeDefined();
});

test('what describes another issuer is not believed', async () => {
	const provider = await startOpenIdProvider({ clients: [] });
	await expect(discover(`${provider.issuer}/`, directly)).rejects.toMatchObject({ kind: 'unreadable' });
	await expect(discover('http://login.example.com', directly)).rejects.toThrow('reached by https');
	await provider.stop();
	await expect(discover(provider.issuer, directly)).rejects.toMatchObject({ kind: 'unavailable' });
});
