import { redeemCode, refreshTokens, revokeToken } from '../../protocol/oauth/oauth-client';
import { OAuthError } from '../../protocol/oauth/oauth-error';
import type { OAuthTokens } from '../../protocol/oauth/oauth-types';
import type { Provider } from '../../protocol/providers/provider';
import { directly, json, startProvider, text, type Answer } from '../support/documented-provider';

const GRANT = {
	code: 'the-code',
	verifier: 'v'.repeat(43),
	redirectUri: 'https://broker.example/v1/oauth/callback',
};

async function tokensOf(answer: Answer, row?: Partial<Provider>): Promise<OAuthTokens> {
	const { app } = await startProvider(answer, row);
	return redeemCode(app, GRANT, directly, 0);
}

describe('what providers answer', () => {
	test.each<[string, Answer, Partial<Provider>, Partial<OAuthTokens>]>([
		[
			'as RFC 6749 has it',
			json({ access_token: 'a', token_type: 'Bearer', expires_in: 60, refresh_token: 'r', scope: 'x y' }),
			{},
			{ accessToken: 'a', tokenType: 'Bearer', expiresAt: 60_000, refreshToken: 'r', scopes: ['x', 'y'] },
		],
		[
			'nested, with a type of its own, as Slack does',
			json({ ok: true, authed_user: { id: 'U1', access_token: 'xoxp', token_type: 'user', scope: 'a,b' } }),
			{ tokenPath: ['authed_user'], scopeSeparator: ',' },
			{ accessToken: 'xoxp', tokenType: 'Bearer', scopes: ['a', 'b'] },
		],
		[
			'a form, as GitHub does unless it is asked for JSON',
			text('access_token=gho&scope=repo%2Cgist&token_type=bearer', 'application/x-www-form-urlencoded'),
			{ scopeSeparator: ',' },
			{ accessToken: 'gho', scopes: ['repo', 'gist'] },
		],
		[
			'a form that says it is text',
			text('access_token=old&expires=5183999', 'text/plain; charset=UTF-8'),
			{ tokenMembers: { expires_in: 'expires' } },
			{ accessToken: 'old', expiresAt: 5_183_999_000 },
		],
		['no type and no end', json({ access_token: 'a' }), { expiresIn: 'never' }, { accessToken: 'a' }],
		[
			'no end, where the table knows one',
			json({ access_token: 'a' }),
			{ expiresIn: 30 },
			{ expiresAt: 30_000 },
		],
		[
			'scopes with colons in them, as Slack does',
			json({ access_token: 'a', scope: 'channels:read,chat:write' }),
			{ scopeSeparator: ',' },
			{ scopes: ['channels:read', 'chat:write'] },
		],
		[
			'scopes in commas that were asked for in blanks, as GitHub does',
			json({ access_token: 'a', scope: 'repo,read:user' }),
			{},
			{ scopes: ['repo', 'read:user'] },
		],
		['the end as a text', json({ access_token: 'a', expires_in: '120' }), {}, { expiresAt: 120_000 }],
		[
			'when it ends, as Square does',
			json({ access_token: 'a', expires_at: '1970-01-01T00:02:00Z' }),
			{ tokenMembers: { expires_at: 'expires_at' } },
			{ expiresAt: 120_000 },
		],
		[
			'when it ends, in seconds since 1970',
			json({ access_token: 'a', expires_at: '180' }),
			{ tokenMembers: { expires_at: 'expires_at' } },
			{ expiresAt: 180_000 },
		],
		[
			'when and for how long, as Strava does',
			json({ access_token: 'a', expires_at: 1_568_775_134, expires_in: 60 }),
			{ tokenMembers: { expires_at: 'expires_at' } },
			{ expiresAt: 60_000 },
		],
		[
			'an end that is none',
			json({ access_token: 'a', expires_at: 'soon' }),
			{ tokenMembers: { expires_at: 'expires_at' }, expiresIn: 30 },
			{ expiresAt: 30_000 },
		],
		['an end of 0, for never', json({ access_token: 'a', expires_in: 0 }), {}, { accessToken: 'a' }],
		[
			'nothing for what there is not',
			json({
				access_token: 'a',
				refresh_token: null,
				expires_in: null,
				scope: null,
				id_token: null,
				error: null,
			}),
			{},
			{ accessToken: 'a' },
		],
		['scopes as a list', json({ access_token: 'a', scope: ['x', 'y'] }), {}, { scopes: ['x', 'y'] }],
		[
			'members of other names',
			json({ data: { accessToken: 'a', refreshToken: 'r' } }),
			{ tokenPath: ['data'], tokenMembers: { access_token: 'accessToken', refresh_token: 'refreshToken' } },
			{ accessToken: 'a', refreshToken: 'r' },
		],
		[
			'an id token that there is no issuer for',
			json({ access_token: 'a', id_token: 'x.y.z' }),
			{},
			{ accessToken: 'a' },
		],
		['a scheme of its own', json({ access_token: 'a' }), { tokenScheme: 'OAuth' }, { tokenType: 'OAuth' }],
	])('%s', async (_, answer, row, expected) => {
		const tokens = await tokensOf(answer, row);
		expect(tokens).toMatchObject(expected);
		if (expected.expiresAt === undefined) expect(tokens.expiresAt).toBeUndefined();
	});

	test('the whole answer is there as it came', async () => {
		const answer = { access_token: 'a', instance_url: 'https://x.example', expires_in: '9' };
		expect((await tokensOf(json(answer))).response).toEqual(answer);
	});
});

describe('what providers are sent', () => {
	const answer = json({ access_token: 'a' });
	const basic = `Basic ${Buffer.from('id:s3cret').toString('base64')}`;

	test('a form with the secret in it', async () => {
		const { app, asked } = await startProvider(answer);
		await redeemCode(app, GRANT, directly);
		expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
			grant_type: 'authorization_code',
			code: 'the-code',
			code_verifier: GRANT.verifier,
			redirect_uri: GRANT.redirectUri,
			client_id: 'id',
			client_secret: 's3cret',
		});
	});

	test('JSON with the secret in the header, as Notion wants it', async () => {
		const row: Partial<Provider> = {
			tokenRequest: 'json',
			clientAuthentication: 'basic',
			pkce: 'no',
			tokenHeaders: { 'notion-version': '2022-06-28' },
		};
		const { app, asked } = await startProvider(answer, row);
		const { code, redirectUri } = GRANT;
		await redeemCode(app, { code, redirectUri }, directly);
		expect(asked[0]?.headers).toMatchObject({
			authorization: basic,
			'content-type': 'application/json',
			'notion-version': '2022-06-28',
		});
		expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
			grant_type: 'authorization_code',
			code: 'the-code',
			redirect_uri: GRANT.redirectUri,
		});
	});

	test('the id by the name that TikTok has for it, and what Withings wants besides', async () => {
		const row: Partial<Provider> = {
			clientIdParameter: 'client_key',
			tokenParameters: { action: 'requesttoken' },
		};
		const { app, asked } = await startProvider(answer, row);
		await redeemCode(app, GRANT, directly);
		await refreshTokens(app, { refreshToken: 'r' }, directly);
		for (const { body } of asked) {
			const sent = Object.fromEntries(new URLSearchParams(body));
			expect(sent).toMatchObject({ client_key: 'id', client_secret: 's3cret', action: 'requesttoken' });
			expect(sent).not.toHaveProperty('client_id');
		}
		expect(asked).toHaveLength(2);
	});

	test.each([
		['id-1_x.y~', 'secret_a-b.c=', 'id-1_x.y~:secret_a-b.c='],
		['a:b', 'c:d', 'a%3Ab:c:d'],
		['a b', 'c+d%e', 'a%20b:c%2Bd%25e'],
		['ä', 'ß', '%C3%A4:%C3%9F'],
	])(
		'%s and %s in the header are what both kinds of servers read alike',
		async (clientId, clientSecret, pair) => {
			const { app, asked } = await startProvider(answer, { clientAuthentication: 'basic' });
			await redeemCode({ ...app, clientId, clientSecret }, GRANT, directly);
			const [, base64 = ''] = (asked[0]?.headers.authorization ?? '').split(' ');
			expect(Buffer.from(base64, 'base64').toString()).toBe(pair);
			expect(pair.split(/:(.*)/s).slice(0, 2).map(decodeURIComponent)).toEqual([clientId, clientSecret]);
		},
	);

	test('a public client shows its name alone', async () => {
		const { app, asked } = await startProvider(answer, { clientAuthentication: 'basic' });
		await redeemCode({ provider: app.provider, clientId: 'id' }, GRANT, directly);
		expect(asked[0]?.headers.authorization).toBeUndefined();
		expect(new URLSearchParams(asked[0]?.body).get('client_id')).toBe('id');
	});

	test('refreshing goes to its own address; without a new refresh token the old one stays', async () => {
		const { app, asked } = await startProvider(json({ access_token: 'b', expires_in: 60 }));
		const refreshEndpoint = app.provider.tokenEndpoint.replace('/token', '/refresh');
		const own = { ...app, provider: { ...app.provider, refreshEndpoint } };
		expect(await refreshTokens(own, { refreshToken: 'r' }, directly, 0)).toMatchObject({
			accessToken: 'b',
			refreshToken: 'r',
			expiresAt: 60_000,
		});
		expect(asked[0]?.url).toBe('/refresh');
		expect(new URLSearchParams(asked[0]?.body).get('refresh_token')).toBe('r');
	});

	test('revoking: 204 is as good as 200, and without an address it says so', async () => {
		const { app, asked } = await startProvider((response) => response.writeHead(204).end());
		await revokeToken(app, { token: 'r', hint: 'refresh_token' }, directly);
		expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toMatchObject({
			token: 'r',
			token_type_hint: 'refresh_token',
		});
		const provider = { ...app.provider };
		delete (provider as { revocationEndpoint?: string }).revocationEndpoint;
		const none = revokeToken({ ...app, provider }, { token: 'r', hint: 'refresh_token' }, directly);
		await expect(none).rejects.toMatchObject({ kind: 'refused', error: 'unsupported' });
	});
});

describe('what goes wrong', () => {
	const failureOf = (answer: Answer, row?: Partial<Provider>) =>
		tokensOf(answer, row).then(
			() => undefined,
			(error: unknown) => error,
		);

	test.each<[string, Answer, Partial<OAuthError>]>([
		[
			'RFC 6749 section 5.2',
			json({ error: 'invalid_grant', error_description: 'Too old' }, 400),
			{ kind: 'refused', error: 'invalid_grant', description: 'Too old' },
		],
		[
			'an error with status 200, as GitHub does',
			json({ error: 'bad_verification_code', error_description: 'x' }),
			{ kind: 'refused', error: 'bad_verification_code' },
		],
		[
			'ok: false with status 200, as Slack does',
			json({ ok: false, error: 'invalid_code' }),
			{ kind: 'refused', error: 'invalid_code' },
		],
		[
			'an error in an object, as Facebook does',
			json({ error: { message: 'No', type: 'OAuthException', code: 100 } }, 400),
			{ kind: 'refused', error: 'OAuthException', description: 'No' },
		],
		[
			'a list of errors, as Fitbit does',
			json(
				{ errors: [{ errorType: 'invalid_grant', message: 'Refresh token invalid' }], success: false },
				400,
			),
			{ kind: 'refused', error: 'invalid_grant', description: 'Refresh token invalid' },
		],
		['a status alone', text('', 'text/plain', 401), { kind: 'refused', error: 'refused' }],
		['a status and HTML', text('<h1>No</h1>', 'text/html', 400), { kind: 'refused' }],
		['500', json({ error: 'server_error' }, 500), { kind: 'unavailable' }],
		[
			'a grant that is over with status 500, which asking again does not change',
			json({ error: 'invalid_grant' }, 500),
			{ kind: 'refused', error: 'invalid_grant' },
		],
		['502 and HTML', text('<h1>Bad gateway</h1>', 'text/html', 502), { kind: 'unavailable' }],
		['429', json({}, 429), { kind: 'unavailable' }],
		[
			'a redirect, whatever else it has',
			(response) =>
				response
					.writeHead(302, { location: 'http://127.0.0.1:1/', 'content-type': 'application/json' })
					.end(JSON.stringify({ access_token: 'a', token_type: 'bearer' })),
			{ kind: 'unreadable' },
		],
		['HTML with status 200', text('<html></html>', 'text/html'), { kind: 'unreadable' }],
		['an array', json([]), { kind: 'unreadable' }],
		['no token', json({ token_type: 'bearer' }), { kind: 'unreadable' }],
		['a token that is none', json({ access_token: { a: 1 } }), { kind: 'unreadable' }],
		['100 kB', json({ access_token: 'x'.repeat(100_000) }), { kind: 'unreadable' }],
		['nothing, and no end', () => undefined, { kind: 'unavailable' }],
		['a connection that breaks', (response) => response.destroy(), { kind: 'unavailable' }],
	])('%s', async (_, answer, expected) => {
		const failure = await failureOf(answer);
		expect(failure).toBeInstanceOf(OAuthError);
		expect(failure).toMatchObject(expected);
	});

	test.each<[string, string, object, boolean]>([
		['signed with a key of the provider', 'RS256', {}, true],
		['signed with the secret of the client, or by anybody who has it', 'HS256', {}, false],
		['not signed', 'none', {}, false],
		['of another issuer', 'RS256', { iss: 'https://evil.example' }, false],
		['for another client', 'RS256', { aud: 'somebody-else' }, false],
		['that is over', 'RS256', { exp: 1 }, false],
	])('an id token %s', async (_, alg, change, isGood) => {
		const issuer = 'https://provider.example';
		const seconds = Math.floor(Date.now() / 1000);
		const claims = { iss: issuer, aud: 'id', sub: 'kim', iat: seconds, exp: seconds + 60, ...change };
		const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
		const id_token = `${part({ alg })}.${part(claims)}.${part({})}`;
		const answered = tokensOf(json({ access_token: 'a', token_type: 'bearer', id_token }), { issuer });
		if (isGood) expect((await answered).claims).toMatchObject({ sub: 'kim' });
		else await expect(answered).rejects.toMatchObject({ kind: 'unreadable' });
	});

	test('what it was sent is repeated to nobody', async () => {
		const failure = await failureOf((response, { body }) => {
			const { code, client_secret, code_verifier } = Object.fromEntries(new URLSearchParams(body));
			const description = `code ${String(code)}\nsecret ${String(client_secret)} ${String(code_verifier)} ${'x'.repeat(400)}`;
			json({ error: 'invalid_grant', error_description: description }, 400)(response, {
				url: '',
				headers: {},
				body,
			});
		});
		const { description = '' } = failure as OAuthError;
		expect(description).toMatch(/^code … secret … … x+$/);
		expect(description.length).toBe(200);
	});

	test('100 kB without a length are not read to their end', async () => {
		let written = 0;
		const failure = await failureOf((response) => {
			const more = () => {
				for (; written < 50_000_000; written += 65_536) {
					if (!response.write('x'.repeat(65_536))) {
						response.once('drain', more);
						return;
					}
				}
				response.end();
			};
			response.writeHead(200, { 'content-type': 'application/json' });
			more();
		});
		expect(failure).toMatchObject({ kind: 'unreadable' });
		expect(written).toBeLessThan(40_000_000);
	});
});
