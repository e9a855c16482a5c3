import { createHash, randomBytes } from 'node:crypto';
import { authorizationParameters } from '../../protocol/oauth/authorization-parameters';
import { discover } from '../../protocol/oauth/discovery';
import type { Fetch } from '../../protocol/oauth/oauth-types';
import { freshGrant, renewedGrant } from '../../nodes/shared/oauth/fresh-grant';
import { factsOf, useOfProvider, type Grant, type SignIn } from '../../nodes/shared/oauth/grant';
import { redeemSignIn } from '../../nodes/shared/oauth/redeem-sign-in';
import type { Provider } from '../../protocol/providers/provider';
import { providerOf } from '../../protocol/providers/providers';
import { startOpenIdProvider, type OpenIdProvider } from '../support/openid-provider';

const REDIRECT = 'http://127.0.0.1:9/v1/oauth/callback';
const SECRET = 'a-secret-of-the-tests-that-is-long-enough';
const HOUR = 3_600_000;
let calls: string[] = [];
const counted: Fetch = (url, init) => {
	calls.push(new URLSearchParams(init.body).get('grant_type') ?? url);
	return fetch(url, init);
};
const never = () => Promise.reject(new Error('nothing was to be waited for'));

/** A sign-in as Request Credential asks for it, and what the person's browser brings. */
async function signedIn(provider: OpenIdProvider, login: string, expectedAccount?: string) {
	const described = await discover(provider.issuer, fetch);
	const verifier = randomBytes(32).toString('base64url');
	const scopes = ['openid', 'email', 'offline_access'];
	const signIn: SignIn = {
		app: { provider: described, clientId: 'n8n', clientSecret: SECRET },
		providerName: 'Test',
		verifier,
		scopes,
		...(expectedAccount !== undefined && { expectedAccount }),
	};
	const address = new URL(described.authorizationEndpoint);
	const parameters = authorizationParameters(described, {
		clientId: 'n8n',
		redirectUri: REDIRECT,
		scopes,
		challenge: createHash('sha256').update(verifier).digest('base64url'),
		extra: { prompt: 'consent' },
	});
	for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
	const back = await provider.signIn(address.href, { login });
	const fields = { ...Object.fromEntries(back.searchParams), redirect_uri: REDIRECT };
	return { signIn, fields };
}

async function grantFor(provider: OpenIdProvider, login = 'kim'): Promise<Grant> {
	const { signIn, fields } = await signedIn(provider, login);
	const outcome = await redeemSignIn(signIn, fields, counted, never);
	if (outcome.kind !== 'granted') throw new Error(outcome.reason);
	return outcome.grant;
}

beforeEach(() => {
	calls = [];
});

test('a token is sent as its provider wants it', () => {
	expect(useOfProvider(providerOf('google'))).toEqual([{ in: 'bearer', field: 'access_token' }]);
	expect(useOfProvider({ tokenScheme: 'token' })).toEqual([
		{ in: 'header', name: 'Authorization', value: 'token {access_token}' },
	]);
	expect(useOfProvider(providerOf('shopify'))).toEqual([
		{ in: 'header', name: 'X-Shopify-Access-Token', value: '{access_token}' },
	]);
});

describe.each([
	['that rotates its refresh tokens', true],
	['that keeps them', false],
])('a provider %s', (_, rotating) => {
	let provider: OpenIdProvider;
	beforeAll(async () => {
		provider = await startOpenIdProvider({
			rotating,
			clients: [{ id: 'n8n', secret: SECRET, redirectUris: [REDIRECT] }],
		});
	});

	test('a token that is good is left alone; one that is nearly over is renewed', async () => {
		const grant = await grantFor(provider);
		calls = [];
		const { expiresAt = 0 } = grant;
		expect(await freshGrant(grant, counted, expiresAt - HOUR)).toBe(grant);
		expect(await freshGrant(grant, counted, expiresAt - 31_000)).toBe(grant);
		expect(calls).toEqual([]);
		const fresh = await freshGrant(grant, counted, expiresAt - 29_000);
		expect(fresh.accessToken).not.toBe(grant.accessToken);
		expect(fresh.account).toEqual(grant.account);
		expect(calls).toEqual(['refresh_token']);
	});

	test('ten executions at once refresh once, and one that comes later with the old value gets the same', async () => {
		const grant = await grantFor(provider);
		const over = { ...grant, expiresAt: 1 };
		calls = [];
		const together = await Promise.all(Array.from({ length: 10 }, () => freshGrant(over, counted)));
		expect(new Set(together.map(({ accessToken }) => accessToken)).size).toBe(1);
		const later = await freshGrant(over, counted);
		expect(later.accessToken).toBe(together[0]?.accessToken);
		expect(calls).toEqual(['refresh_token']);
	});

	test('renewing again and again with the oldest value goes on from the newest', async () => {
		const grant = await grantFor(provider);
		const tokens = [grant.accessToken];
		for (let times = 0; times < 4; times += 1) tokens.push((await renewedGrant(grant, counted)).accessToken);
		expect(new Set(tokens).size).toBe(5);
	});
});

describe('a sign-in', () => {
	let provider: OpenIdProvider;
	beforeAll(async () => {
		provider = await startOpenIdProvider({
			clients: [{ id: 'n8n', secret: SECRET, redirectUris: [REDIRECT] }],
		});
	});

	test('that has nothing to renew it by is left as it is while it is good, and asked for again when it is over', async () => {
		const whole = await grantFor(provider);
		calls = [];
		for (const missing of ['refreshToken', 'app'] as const) {
			const rest = Object.entries(whole).filter(([name]) => name !== missing);
			const grant = Object.fromEntries(rest) as unknown as Grant;
			expect(await renewedGrant(grant, counted)).toBe(grant);
			const { expiresAt, ...endless } = grant;
			expect(await renewedGrant(endless, counted, Infinity)).toBe(endless);
			await expect(renewedGrant(grant, counted, expiresAt)).rejects.toMatchObject({ name: 'SignInAgain' });
		}
		expect(calls).toEqual([]);
	});

	test('whose grant the provider has ended: ask again', async () => {
		const grant = await grantFor(provider);
		const over = { ...grant, refreshToken: 'made-up', expiresAt: 1 };
		await expect(freshGrant(over, counted)).rejects.toMatchObject({ name: 'SignInAgain' });
		const without: Grant = { ...over };
		delete (without as { refreshToken?: string }).refreshToken;
		await expect(freshGrant(without, counted)).rejects.toMatchObject({ name: 'SignInAgain' });
	});

	test.each([
		['kim@example.com', 'granted'],
		['KIM@EXAMPLE.COM', 'granted'],
		['example.com', 'granted'],
		['@example.com', 'granted'],
		['kim', 'granted'],
		['lee@example.com', 'declined'],
		['ample.com', 'declined'],
		['example', 'declined'],
	])('of kim where %s was expected is %s', async (expected, kind) => {
		const { signIn, fields } = await signedIn(provider, 'kim', expected);
		const outcome = await redeemSignIn(signIn, fields, counted, never);
		expect(outcome.kind).toBe(kind);
		if (outcome.kind === 'declined') {
			expect(outcome.reason).toBe(`another account signed in: kim@example.com; expected was ${expected}`);
			// What somebody else has given is ended at once.
			expect(calls.at(-1)).toContain('/revocation');
		}
	});

	test('with an address that nobody has verified is not that address', async () => {
		const { signIn, fields } = await signedIn(provider, 'unverified', 'unverified@example.com');
		expect(await redeemSignIn(signIn, fields, counted, never)).toMatchObject({
			kind: 'declined',
			reason: expect.stringContaining('unverified@example.com (not verified)') as string,
		});
	});

	test('whose code was used before is declined, one with a wrong secret is an error of the credential', async () => {
		const { signIn, fields } = await signedIn(provider, 'kim');
		await redeemSignIn(signIn, fields, counted, never);
		expect(await redeemSignIn(signIn, fields, counted, never)).toMatchObject({ kind: 'declined' });
		const other = await signedIn(provider, 'kim');
		const app = { ...other.signIn.app, clientSecret: 'wrong-wrong-wrong' } as NonNullable<SignIn['app']>;
		const failed = redeemSignIn({ ...other.signIn, app }, other.fields, counted, never);
		await expect(failed).rejects.toThrow('does not know this client, or its secret is wrong');
	});

	test('is redeemed once the provider is there again', async () => {
		const { signIn, fields } = await signedIn(provider, 'kim');
		let failures = 2;
		const pauses: number[] = [];
		const away: Fetch = (url, init) => {
			failures -= 1;
			return failures >= 0 ? Promise.resolve(new Response('', { status: 503 })) : fetch(url, init);
		};
		const outcome = await redeemSignIn(signIn, fields, away, (pause) => {
			pauses.push(pause);
			return Promise.resolve();
		});
		expect(outcome.kind).toBe('granted');
		expect(pauses).toEqual([500, 2_000]);
	});

	test('brings what calls of the provider’s API need besides, and keeps it when it is renewed', async () => {
		const { signIn, fields } = await signedIn(provider, 'kim');
		const { app } = signIn;
		if (app === undefined) throw new Error('there was to be a client');
		const answerParameters = ['realmId', 'token_type', 'none'];
		const quickBooks = { ...app, provider: { ...app.provider, answerParameters } };
		// What the provider says itself is not what somebody has put beside the code.
		const brought = { ...fields, realmId: '9130', token_type: 'made-up', other: 'x' };
		const outcome = await redeemSignIn({ ...signIn, app: quickBooks }, brought, counted, never);
		if (outcome.kind !== 'granted') throw new Error(outcome.reason);
		expect(factsOf(outcome.grant)).toMatchObject({ parameters: { realmId: '9130', token_type: 'Bearer' } });
		expect((await renewedGrant(outcome.grant, counted)).parameters).toEqual(outcome.grant.parameters);
		const salesforce: SignIn = { providerId: 'salesforce', providerName: 'Salesforce', scopes: [] };
		const answer = { access_token: 'a', instance_url: 'https://acme.my.salesforce.com', id: 'x' };
		const away: Fetch = () => Promise.resolve(new Response('', { status: 403 }));
		expect(await redeemSignIn(salesforce, answer, away, never)).toMatchObject({
			grant: { parameters: { instance_url: 'https://acme.my.salesforce.com' } },
		});
	});

	test('that is to bring a code brings no tokens: they could be anybody’s, and name anybody', async () => {
		const claims = Buffer.from(
			JSON.stringify({ sub: 'lee', email: 'lee@example.com', email_verified: true }),
		);
		const { signIn, fields } = await signedIn(provider, 'kim', 'lee@example.com');
		const made = { access_token: 'mine', id_token: `h.${claims.toString('base64url')}.s` };
		await expect(redeemSignIn(signIn, made, counted, never)).rejects.toThrow('neither a code nor tokens');
		const both = await redeemSignIn(signIn, { ...fields, ...made }, counted, never);
		expect(both).toMatchObject({ kind: 'declined', reason: expect.stringContaining('kim') as string });
	});

	test('that the broker has redeemed is read as its provider answers, and the provider says who it was', async () => {
		const asked: [string, string | undefined][] = [];
		const answering =
			(answer: object): Fetch =>
			(url, { headers }) => {
				asked.push([url, headers['authorization']]);
				return Promise.resolve(Response.json(answer));
			};
		const slack: SignIn = { providerId: 'slack', providerName: 'Slack', scopes: [] };
		const nested = {
			ok: 'true',
			authed_user: JSON.stringify({ id: 'U1', access_token: 'xoxp', scope: 'a,b', token_type: 'user' }),
		};
		expect(await redeemSignIn(slack, nested, answering({ ok: true, user_id: 'U1' }), never)).toMatchObject({
			grant: { accessToken: 'xoxp', scopes: ['a', 'b'], account: { subject: 'U1' } },
		});
		const claims = Buffer.from(JSON.stringify({ sub: '9', email: 'lee@example.com', email_verified: true }));
		const google: SignIn = {
			providerId: 'google',
			providerName: 'Google',
			scopes: [],
			expectedAccount: 'lee@example.com',
		};
		const fields = { access_token: 'ya29', id_token: `h.${claims.toString('base64url')}.s` };
		const kim = answering({ sub: '1', email: 'kim@example.com', email_verified: true });
		expect(await redeemSignIn(google, fields, kim, never)).toMatchObject({ kind: 'declined' });
		expect(asked.at(-1)).toEqual(['https://openidconnect.googleapis.com/v1/userinfo', 'Bearer ya29']);
		await expect(redeemSignIn(slack, { ok: 'true' }, kim, never)).rejects.toThrow('neither a code nor');
	});

	test('of the expected account is not sent away because the provider does not say at once who it was', async () => {
		const { signIn, fields } = await signedIn(provider, 'kim', 'kim@example.com');
		// One that is no OpenID provider: it has to be asked.
		const { app } = signIn;
		if (app === undefined) throw new Error('there was to be a client');
		const row = Object.entries(app.provider).filter(([name]) => !/^(?:issuer|statesIssuer)$/.test(name));
		const asked: SignIn = {
			...signIn,
			app: { ...app, provider: Object.fromEntries(row) as unknown as Provider },
		};
		let failures = 2;
		const pauses: number[] = [];
		const away: Fetch = (url, init) => {
			if (!url.endsWith('/me') || failures === 0) return fetch(url, init);
			failures -= 1;
			return Promise.resolve(new Response('', { status: 503 }));
		};
		const outcome = await redeemSignIn(asked, fields, away, (pause) => {
			pauses.push(pause);
			return Promise.resolve();
		});
		expect(outcome.kind).toBe('granted');
		expect(pauses).toEqual([500, 2_000]);
	});

	test.each([
		['bad_verification_code', 'declined'],
		['code_already_used', 'declined'],
		['invalid_code', 'declined'],
		['BAD_AUTH_CODE', 'declined'],
		['redirect_uri_mismatch', undefined],
		['unsupported_grant_type', undefined],
		['invalid_code_verifier', undefined],
	])('refused as %s is the person’s to repeat, or a fault of the workflow', async (error, kind) => {
		const { signIn, fields } = await signedIn(provider, 'kim');
		const refusing: Fetch = () => Promise.resolve(Response.json({ error }));
		const outcome = await redeemSignIn(signIn, fields, refusing, never).catch(() => undefined);
		expect(outcome?.kind).toBe(kind);
	});

	test.each([
		['bad_refresh_token', 'SignInAgain'],
		['token_revoked', 'SignInAgain'],
		['BAD_REFRESH_TOKEN', 'SignInAgain'],
		['incorrect_client_credentials', 'LinkAuthError'],
	])('whose refresh is refused as %s', async (error, name) => {
		const over = { ...(await grantFor(provider)), expiresAt: 1 };
		const refusing: Fetch = () => Promise.resolve(Response.json({ error }));
		await expect(freshGrant(over, refusing)).rejects.toMatchObject({ name });
	});

	test('whose tokens the broker has got is what they say', async () => {
		const claims = Buffer.from(JSON.stringify({ sub: '7', email: 'a@b.example', email_verified: true }));
		const fields = {
			access_token: 'at',
			expires_in: '3600',
			scope: 'x y',
			id_token: `h.${claims.toString('base64url')}.s`,
		};
		const signIn: SignIn = { providerName: 'Test', scopes: ['x'], expectedAccount: 'b.example' };
		expect(await redeemSignIn(signIn, fields, counted, never)).toMatchObject({
			kind: 'granted',
			grant: { accessToken: 'at', scopes: ['x', 'y'], account: { subject: '7' } },
		});
		const over: Grant = {
			providerName: 'Test',
			accessToken: 'at',
			tokenType: 'Bearer',
			scopes: [],
			expiresAt: 1,
			refreshToken: 'r',
		};
		await expect(freshGrant(over, counted)).rejects.toMatchObject({ name: 'SignInAgain' });
		expect(calls).toEqual([]);
	});
});
