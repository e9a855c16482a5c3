import { readAccount } from '../../protocol/oauth/account';
import type { OAuthTokens } from '../../protocol/oauth/oauth-types';
import type { Provider } from '../../protocol/providers/provider';
import { directly, json, startProvider, type Answer } from '../support/documented-provider';

describe('who signed in', () => {
	const tokens: OAuthTokens = { accessToken: 'a', tokenType: 'token', response: {} };
	const at = async (answer: Answer, account: Partial<NonNullable<Provider['account']>>) => {
		const { app, asked } = await startProvider(answer);
		const endpoint = app.provider.tokenEndpoint.replace('/token', '/me');
		const provider: Provider = { ...app.provider, account: { endpoint, ...account } };
		return { account: await readAccount(provider, tokens, directly), asked };
	};

	test('stands where the table says', async () => {
		const answer = json({ data: { id: 42, mail: 'a@b.example', login: 'al' } });
		const { account, asked } = await at(answer, {
			subject: ['data', 'id'],
			email: ['data', 'mail'],
			name: ['data', 'login'],
			headers: { 'x-version': '3' },
		});
		expect(account).toEqual({ subject: '42', email: 'a@b.example', emailVerified: false, name: 'al' });
		expect(asked[0]?.headers).toMatchObject({ authorization: 'token a', 'x-version': '3' });
	});

	test('is asked by GraphQL, as Linear has it', async () => {
		const { account, asked } = await at(json({ data: { viewer: { id: 'u1', email: 'a@b.example' } } }), {
			query: '{ viewer { id email } }',
			subject: ['data', 'viewer', 'id'],
			email: ['data', 'viewer', 'email'],
		});
		expect(account).toMatchObject({ subject: 'u1', email: 'a@b.example' });
		expect(asked[0]?.headers['content-type']).toBe('application/json');
		expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ query: '{ viewer { id email } }' });
	});

	test('stands in the token answer of some, and some want the token in a header of their own', async () => {
		const { app, asked } = await startProvider(json({ sub: '7' }));
		const response = { body: { userid: 42 } };
		const withings: Provider = { ...app.provider, account: { inAnswer: true, subject: ['body', 'userid'] } };
		expect(await readAccount(withings, { ...tokens, response }, directly)).toEqual({ subject: '42' });
		const account = { endpoint: `${new URL(app.provider.tokenEndpoint).origin}/me` };
		const shop: Provider = { ...app.provider, account, tokenHeader: 'X-Shop-Token' };
		expect(await readAccount(shop, tokens, directly)).toEqual({ subject: '7' });
		expect(asked).toMatchObject([{ url: '/me', headers: { 'x-shop-token': 'a' } }]);
		expect(asked[0]?.headers.authorization).toBeUndefined();
	});

	test('has a verified address only where the provider says that it is', async () => {
		const claims = { sub: '1', email: 'a@b.example', hd: 'b.example' };
		for (const [email_verified, expected] of [
			[true, true],
			['true', true],
			[false, false],
			[undefined, false],
		]) {
			const { account } = await at(json({ ...claims, email_verified }), {});
			expect(account).toMatchObject({ emailVerified: expected, domain: 'b.example' });
		}
		expect((await at(json(claims), { emailVerified: true })).account).toMatchObject({ emailVerified: true });
		const denied = await at(json({ ...claims, email_verified: false }), { emailVerified: true });
		expect(denied.account).toMatchObject({ emailVerified: false });
	});

	test('an answer about somebody else than the id token is not believed', async () => {
		const { app } = await startProvider(
			json({ sub: 'mallory', email: 'mallory@b.example', email_verified: true }),
		);
		const provider: Provider = { ...app.provider, account: { endpoint: app.provider.tokenEndpoint } };
		const claimed: OAuthTokens = { ...tokens, claims: { sub: 'alice' } };
		expect(await readAccount(provider, claimed, directly)).toEqual({ subject: 'alice' });
	});

	test('nobody, where the scopes do not let it say so', async () => {
		expect((await at(json({}, 403), {})).account).toBeUndefined();
	});
});
