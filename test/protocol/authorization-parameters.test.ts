import {
	authorizationParameters,
	RESERVED_PARAMETERS,
	takesChallenge,
	type AuthorizationRequest,
} from '../../protocol/oauth/authorization-parameters';
import type { Provider } from '../../protocol/providers/provider';

const REDIRECT = 'https://broker.example/v1/oauth/callback';
const parametersFor = (row: Partial<Provider>, request: Partial<AuthorizationRequest> = {}) =>
	authorizationParameters(
		{ defaultScopes: ['a', 'b'], ...row },
		{ clientId: 'id', redirectUri: REDIRECT, ...request },
	);

test('an authorization request is what RFC 6749 and 7636 say', () => {
	expect(parametersFor({}, { challenge: 'c' })).toEqual({
		response_type: 'code',
		client_id: 'id',
		redirect_uri: REDIRECT,
		scope: 'a b',
		code_challenge: 'c',
		code_challenge_method: 'S256',
	});
});

test.each<[string, Partial<Provider>, Partial<AuthorizationRequest>, Record<string, string | undefined>]>([
	['scopes of the agent', {}, { scopes: ['x', 'x', 'y'] }, { scope: 'x y' }],
	['no scopes', {}, { scopes: [] }, { scope: undefined }],
	['a separator of its own', { scopeSeparator: ',' }, {}, { scope: 'a,b' }],
	['scopes by another name', { scopeParameter: 'user_scope' }, {}, { scope: undefined, user_scope: 'a b' }],
	[
		'scopes by another name, which nothing else adds',
		{ scopeParameter: 'user_scope' },
		{ scopes: [], extra: { user_scope: 'admin' } },
		{ user_scope: undefined },
	],
	[
		'the id by another name',
		{ clientIdParameter: 'client_key' },
		{ extra: { client_key: 'somebody-else' } },
		{ client_id: undefined, client_key: 'id' },
	],
	[
		'its own parameters, which the agent may change',
		{ authorizationParameters: { access_type: 'offline', prompt: 'consent' } },
		{ extra: { prompt: 'none' } },
		{ access_type: 'offline', prompt: 'none' },
	],
	['the fragment', { fragment: true }, {}, { response_mode: 'fragment' }],
	[
		'the query, though it knows the fragment',
		{ fragment: true },
		{ responseMode: 'query' },
		{
			response_mode: undefined,
		},
	],
	['no challenge', {}, {}, { code_challenge: undefined, code_challenge_method: undefined }],
])('with %s', (_, row, request, expected) => {
	const parameters: Record<string, string | undefined> = parametersFor(row, request);
	for (const [name, value] of Object.entries(expected))
		expect([name, parameters[name]]).toEqual([name, value]);
});

test('what only the flow may say is said by nobody else', () => {
	const usual = parametersFor({});
	for (const name of RESERVED_PARAMETERS) {
		const changed = { [name]: 'of-somebody-else' };
		expect(parametersFor({}, { extra: changed })).toEqual(usual);
		expect(parametersFor({ authorizationParameters: changed })).toEqual(usual);
	}
});

test.each<[Provider['pkce'], boolean, boolean]>([
	['yes', true, true],
	['ignored', true, true],
	['public', false, true],
	['no', false, false],
])('a challenge for PKCE "%s": %s with a secret, %s without', (pkce, withSecret, without) => {
	expect(takesChallenge({ pkce }, true)).toBe(withSecret);
	expect(takesChallenge({ pkce }, false)).toBe(without);
});
