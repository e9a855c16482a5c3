import { matchingProperty } from '../../nodes/AwaitCredential/n8n-credential/matching-property';

const match = (
	field: string,
	properties: readonly string[],
	required: readonly string[] = [],
	taken: readonly string[] = [],
) =>
	matchingProperty(
		field,
		{ properties: Object.fromEntries(properties.map((name) => [name, {}])), required },
		new Set(taken),
	);

it.each([
	['api_key', ['apikey', 'api_key'], 'api_key'],
	['api_key', ['apiKey', 'url'], 'apiKey'],
	['API-Key', ['apiKey', 'token'], 'apiKey'],
	['api_key', ['accessToken', 'url'], 'accessToken'],
	['username', ['user', 'password'], 'user'],
	['passphrase', ['pass'], 'pass'],
	['hostname', ['host', 'port'], 'host'],
	['db', ['database'], 'database'],
	['cert', ['certificate'], 'certificate'],
])('%s goes into %j as %s', (field, properties, property) => {
	expect(match(field, properties)).toBe(property);
});

it.each([
	['two that are spelled alike', 'api_key', ['apiKey', 'APIKEY', 'x']],
	['two that mean the same', 'api_key', ['token', 'secret']],
	['none that means the same', 'region', ['zone']],
	['none at all', 'api_key', []],
])('%s: no guess', (_, field, properties) => {
	expect(match(field, properties)).toBeUndefined();
});

it('of several that mean the same, the one that is required', () => {
	expect(match('api_key', ['token', 'secret'], ['secret'])).toBe('secret');
	expect(match('api_key', ['token', 'secret'], ['secret', 'token'])).toBeUndefined();
});

it('what has a value already is not filled again', () => {
	expect(match('api_key', ['apiKey'], [], ['apiKey'])).toBeUndefined();
	expect(match('api_key', ['token', 'secret'], [], ['token'])).toBe('secret');
});
