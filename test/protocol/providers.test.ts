import { authorizationParameters, takesChallenge } from '../../protocol/oauth/authorization-parameters';
import { fillPlaceholders } from '../../protocol/providers/fill-placeholders';
import type { Provider } from '../../protocol/providers/provider';
import { PROVIDERS, providerOf } from '../../protocol/providers/providers';

const addressesOf = (provider: Provider) =>
	[
		provider.authorizationEndpoint,
		provider.tokenEndpoint,
		provider.issuer,
		provider.refreshEndpoint,
		provider.revocationEndpoint,
		provider.account?.endpoint,
	].filter((address) => address !== undefined);
const filled = (provider: Provider) =>
	fillPlaceholders(
		provider,
		Object.fromEntries(
			Object.entries(provider.placeholders ?? {}).map(([name, { example }]) => [name, example]),
		),
	);

test('there are more than a hundred, each once', () => {
	expect(PROVIDERS.filter(({ unchecked }) => !unchecked).length).toBeGreaterThanOrEqual(100);
	for (const names of [PROVIDERS.map(({ id }) => id), PROVIDERS.map(({ name }) => name.toLowerCase())]) {
		expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
	}
	expect(PROVIDERS.filter(({ id }) => !/^[a-z0-9][a-z0-9_-]*$/.test(id))).toEqual([]);
	expect(providerOf('github')?.name).toBe('GitHub');
	expect(providerOf('toString')).toBeUndefined();
});

test.each(PROVIDERS.map((provider) => [provider.id, provider] as const))('%s is whole', (_, provider) => {
	const { placeholders = {}, scopes = {}, defaultScopes, apiHosts = [], tokenPath, account } = provider;
	const addresses = addressesOf(provider);
	const used = new Set([...addresses, ...apiHosts].flatMap((each) => each.match(/\{\w+\}/g) ?? []));
	expect([...used].sort()).toEqual(
		Object.keys(placeholders)
			.map((name) => `{${name}}`)
			.sort(),
	);
	const row = filled(provider);
	expect(addressesOf(row).filter((address) => !/^https:\/\/[^{}\s#]+$/.test(address))).toEqual([]);
	expect(provider.source).toMatch(/^https:\/\/\S+$/);
	expect(
		Object.entries(scopes).filter(([scope, words]) => scope === '' || !/^[A-Z].{5,}[^.]$/.test(words)),
	).toEqual([]);
	expect(new Set(defaultScopes).size).toBe(defaultScopes.length);
	expect(apiHosts.filter((host) => !/^(?:\*\.)?[a-z0-9{}.-]+$/i.test(host))).toEqual([]);
	expect(tokenPath?.length).not.toBe(0);
	if (account?.inAnswer) expect(account.subject).toBeDefined();
	else if (account !== undefined && account.endpoint === undefined) expect(provider.issuer).toBeDefined();
	const asked = authorizationParameters(row, {
		clientId: 'id',
		redirectUri: 'https://broker.example/v1/oauth/callback',
		...(takesChallenge(row, false) && { challenge: 'c' }),
	});
	expect(asked).toMatchObject({ response_type: 'code', [row.clientIdParameter ?? 'client_id']: 'id' });
});

test('a placeholder is a name, and nothing that leads elsewhere', () => {
	const [shop] = PROVIDERS.filter(({ placeholders }) => placeholders !== undefined);
	if (!shop) throw new Error('none has a placeholder');
	const [name = ''] = Object.keys(shop.placeholders ?? {});
	for (const value of [
		'evil.example/',
		'a#',
		'a?b',
		'..',
		'a..b',
		'a@b',
		'a b',
		'ä',
		'-a',
		'%2f',
		'a/../b',
	]) {
		expect(() => fillPlaceholders(shop, { [name]: value })).toThrow(RangeError);
	}
	expect(fillPlaceholders(shop, { [name]: ' my-shop ' }).tokenEndpoint).toContain('my-shop');
});
