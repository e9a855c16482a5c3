import { allowEndpoint, type EndpointRules } from '../../broker/oauth/allowed-endpoints';
import { PROVIDERS, providerOf } from '../../protocol/providers/providers';

const RULES: EndpointRules = {
	hosts: ['login.example.com', '*.corp.example.com', 'sso.example.net:8443'],
	isLocal: false,
};
const GITHUB = 'https://github.com/login/oauth/authorize';

const isAllowed = (address: string, rules = RULES) => !('fault' in allowEndpoint(address, rules));

test.each([
	GITHUB,
	`${GITHUB}?client_id=x&state=y`,
	'https://login.example.com/authorize',
	'https://LOGIN.example.com/any/path?with=query',
	'https://a.corp.example.com/authorize',
	'https://a.b.corp.example.com/authorize',
	'https://sso.example.net:8443/authorize',
	'https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/authorize',
])('people may be sent to %s', (address) => {
	expect(isAllowed(address)).toBe(true);
});

test.each([
	'https://evil.example/login/oauth/authorize',
	'https://github.com/login/oauth/authorize/../../../evil',
	'https://github.com/evil/..%2flogin/oauth/authorize',
	'https://github.com/%2e%2e/login/oauth/authorize',
	'https://github.com//evil.example/login/oauth/authorize',
	'https://github.com./login/oauth/authorize',
	'https://github.com:8443/login/oauth/authorize',
	'https://github.com@evil.example/login/oauth/authorize',
	'https://@github.com/login/oauth/authorize',
	'https://user:password@login.example.com/authorize',
	'https://login.example.com\\@evil.example/authorize',
	'https:\\\\login.example.com/authorize',
	'https:/login.example.com/authorize',
	'//login.example.com/authorize',
	'https://login.example.com/authorize#fragment',
	'https://login.example.com\t/authorize',
	' https://login.example.com/authorize',
	'https://login.example.com/authorize\r\nLocation: https://evil.example',
	'https://login%2eexample.com/authorize',
	'https://loġin.example.com/authorize',
	'https://login.example.com。evil.example/authorize',
	'https://evil-login.example.com/authorize',
	'https://login.example.com.evil.example/authorize',
	'https://login.example.com:8443/authorize',
	'https://corp.example.com/authorize',
	'https://evilcorp.example.com/authorize',
	'https://sso.example.net/authorize',
	'http://login.example.com/authorize',
	'http://github.com/login/oauth/authorize',
	'http://localhost/authorize',
	'https://login.microsoftonline.com/a/b/oauth2/v2.0/authorize',
	'https://login.microsoftonline.com/%2e%2e/oauth2/v2.0/authorize',
	'javascript:alert(1)',
	'data:text/html,x',
	'',
])('people are not sent to %j', (address) => {
	expect(isAllowed(address)).toBe(false);
});

test('http is for this machine alone, and only where the broker is on it, too', () => {
	const hosts = ['localhost:9000', '127.0.0.1:9000', 'login.example.com'];
	const on = (isLocal: boolean) => (address: string) => isAllowed(address, { hosts, isLocal });
	expect(['http://localhost:9000/a', 'http://127.0.0.1:9000/a'].map(on(true))).toEqual([true, true]);
	expect(['http://localhost:9000/a', 'http://127.0.0.1:9000/a'].map(on(false))).toEqual([false, false]);
	expect(on(true)('http://login.example.com/a')).toBe(false);
	expect(on(true)('http://localhost:9001/a')).toBe(false);
});

test('a provider is named only where its own address is gone to', () => {
	const github = providerOf('github');
	const at = (address: string) => {
		const found = allowEndpoint(address, RULES, github);
		return 'fault' in found ? undefined : found.provider?.name;
	};
	expect(at(GITHUB)).toBe('GitHub');
	expect(at('https://login.example.com/login/oauth/authorize')).toBeUndefined();
});

test.each([
	['okta', 'https://evil.okta.com/oauth2/v1/authorize'],
	['auth0', 'https://evil.us.auth0.com/authorize'],
	['cognito', 'https://evil.auth.eu-west-1.amazoncognito.com/oauth2/authorize'],
	['onelogin', 'https://evil.onelogin.com/oidc/2/auth'],
	['zendesk', 'https://evil.zendesk.com/oauth/authorizations/new'],
])(
	'at %s anybody can have pages of their own: people are sent there only where the host is allowed',
	(id, address) => {
		const { host } = new URL(address);
		const refused = allowEndpoint(address, RULES, providerOf(id));
		expect('fault' in refused && refused.fault).toContain(
			`only where ${host} stands in LINKAUTH_OAUTH_HOSTS`,
		);
		expect(allowEndpoint(address, { hosts: [host], isLocal: false })).toMatchObject({ provider: { id } });
	},
);

test('the endpoint of every provider that has no placeholders is allowed, and its name is its own', () => {
	const refused = PROVIDERS.filter(({ placeholders }) => placeholders === undefined).filter((provider) => {
		const found = allowEndpoint(provider.authorizationEndpoint, { hosts: [], isLocal: false }, provider);
		return 'fault' in found || found.provider?.id !== provider.id;
	});
	expect(refused.map(({ id }) => id)).toEqual([]);
	expect(PROVIDERS.length).toBeGreaterThan(3);
});
