import { askedScopes } from '../../broker/oauth/asked-scopes';

const asked = (provider: Parameters<typeof askedScopes>[0], query: string) =>
	askedScopes(provider, new URLSearchParams(query));

test.each<[string, Parameters<typeof askedScopes>[0], string, string[]]>([
	['scopes', {}, 'scope=openid+email', ['openid', 'email']],
	['none', {}, 'state=s', []],
	['the same twice, and blanks', {}, 'scope=a++b%20a&scope=+', ['a', 'b']],
	['scopes that are given twice, of which a provider may take either', {}, 'scope=a&scope=b', ['a', 'b']],
	['a separator of its own', { scopeSeparator: ',' }, 'scope=a,b', ['a', 'b']],
	['commas where blanks separate', {}, 'scope=a,b', ['a,b']],
	[
		'scopes by another name, and by the usual one',
		{ scopeParameter: 'user_scope' },
		'user_scope=a&scope=b',
		['a', 'b'],
	],
	[
		'what the flow consists of, and how the person is asked',
		{ clientIdParameter: 'app' },
		'client_id=i&app=i&redirect_uri=r&response_type=code&response_mode=query&state=s&nonce=n&code_challenge=c&code_challenge_method=S256&prompt=consent&login_hint=kim&hd=example.com&ui_locales=de&access_type=offline',
		[],
	],
	['what the provider is always sent', { authorizationParameters: { audience: 'api' } }, 'audience=api', []],
	[
		'the same with another value',
		{ authorizationParameters: { audience: 'api' } },
		'audience=all',
		['audience=all'],
	],
	[
		'further wishes, by whatever name',
		{},
		'scope=a&optional_scope=crm.write&claims=%7B%7D&permissions=8&config_id=1&include_granted_scopes=true',
		[
			'a',
			'optional_scope=crm.write',
			'claims={}',
			'permissions=8',
			'config_id=1',
			'include_granted_scopes=true',
		],
	],
	['names that every object has', {}, 'constructor=x&toString=y', ['constructor=x', 'toString=y']],
])('of %s', (_, provider, query, expected) => {
	expect(asked(provider, query)).toEqual(expected);
});
