import { createSession } from '../support/agent';
import { person } from '../support/person';
import { PROVIDER, startSignInBroker } from '../support/sign-in-session';

describe('what a person is shown that a sign-in asks for', () => {
	let url: string;
	let endpoint: string;
	beforeAll(async () => {
		const { broker, provider } = await startSignInBroker();
		url = broker.url;
		endpoint = `${provider.issuer}/auth`;
	});

	/** What the person is shown that is asked for. */
	const shown = async (members: object) => {
		const session = await createSession(url, { ...members });
		const { body } = await person.lookUp(url, session.reply.code);
		return body.oauth?.scopes;
	};

	test('the person is shown what an address asks for, and not what its maker says of it', async () => {
		const callback = encodeURIComponent(`${url.replace('127.0.0.1', 'localhost')}/v1/oauth/callback`);
		const address = `https://github.com/login/oauth/authorize?redirect_uri=${callback}&scope=repo+delete_repo&scope=admin:org`;
		expect(
			await shown({ custom_authorize_url: address, custom_state: 'x', oauth_scopes: ['read:user'] }),
		).toMatchObject([
			{ scope: 'repo', text: expect.any(String) as string },
			{ scope: 'delete_repo' },
			{ scope: 'admin:org' },
		]);
		for (const hiding of ['request=e30', 'request_uri=urn:x']) {
			const custom_authorize_url = `${address}&${hiding}`;
			await expect(createSession(url, { custom_authorize_url, custom_state: 'x' })).rejects.toThrow(
				/expected no request, request_uri/,
			);
		}
	});

	test('what is asked for by other parameters is shown as it is', async () => {
		const oauth_extra_params = { prompt: 'consent', optional_scope: 'everything' };
		const expected = [{ scope: 'openid' }, { scope: 'optional_scope=everything' }];
		expect(
			await shown({ oauth_provider: PROVIDER, oauth_scopes: ['openid'], oauth_extra_params }),
		).toMatchObject(expected);
		const own = { oauth_client_id: 'agent', oauth_code_challenge: 'A'.repeat(43) };
		const at = { oauth_authorization_endpoint: endpoint };
		expect(await shown({ ...own, ...at, oauth_scopes: ['openid'], oauth_extra_params })).toMatchObject(
			expected,
		);
	});

	test('scopes are explained in the words of the provider that is really gone to', async () => {
		const own = { oauth_client_id: 'agent', oauth_code_challenge: 'A'.repeat(43), oauth_scopes: ['repo'] };
		const words = async (members: object) => (await shown({ ...own, ...members }))?.[0]?.text;
		expect(await words({ oauth_provider: 'github' })).toBe(
			'Read and write your repositories, private ones too',
		);
		const elsewhere = { oauth_authorization_endpoint: endpoint };
		expect(await words({ ...elsewhere, oauth_provider: 'github' })).toBeUndefined();
		const atGitHub = { oauth_authorization_endpoint: 'https://github.com/login/oauth/authorize' };
		expect(await words({ ...atGitHub, oauth_provider: 'gitlab' })).toContain('private ones too');
	});
});
