import { LinkAuthError } from '../../nodes/shared/errors';
import type { CredentialSchema } from '../../nodes/AwaitCredential/n8n-credential/credential-schema';
import type { CredentialTarget } from '../../nodes/AwaitCredential/n8n-credential/credential-target';
import { fitFields } from '../../nodes/AwaitCredential/n8n-credential/fit-fields';

const TARGET: CredentialTarget = {
	type: 'someApi',
	name: '{displayName}',
	existingId: '',
	projectId: '',
	mappings: [],
	fixed: [],
};
const text = { type: 'string' };

/** As n8n 2.41 tells it, for a type with a switch that asks for more. */
const SCHEMA: CredentialSchema = {
	properties: {
		apiKey: text,
		organizationId: text,
		port: { type: 'number' },
		header: { type: 'boolean' },
		headerName: text,
		region: { type: 'string', enum: ['eu', 'us'] },
	},
	required: ['apiKey'],
	allOf: [
		{
			if: { properties: { header: { enum: [true] } } },
			then: { allOf: [{ required: ['headerName'] }] },
		},
	],
};

const plain = (properties: readonly string[], required: readonly string[] = []): CredentialSchema => ({
	properties: Object.fromEntries(properties.map((name) => [name, text])),
	required,
});

const fixed = (values: Readonly<Record<string, string>>) =>
	Object.entries(values).map(([property, value]) => ({ property, value }));

/** What is said where something does not fit. */
function faultOf(run: () => unknown): string {
	try {
		run();
		return 'fits';
	} catch (error) {
		if (!(error instanceof LinkAuthError)) throw error;
		return `${error.message} | ${error.description}`;
	}
}

it.each([
	[{ api_key: 'k' }, plain(['apiKey', 'url']), { apiKey: 'k' }],
	[{ token: 'k' }, plain(['accessToken', 'server'], ['accessToken']), { accessToken: 'k' }],
	[{ api_key: 'k' }, plain(['name', 'value']), { value: 'k' }],
	[{ username: 'u', password: 'p' }, plain(['user', 'password']), { user: 'u', password: 'p' }],
	[
		{ access_key_id: 'a', secret_access_key: 's', region: 'eu' },
		plain(['region', 'accessKeyId', 'secretAccessKey', 'sessionToken']),
		{ accessKeyId: 'a', secretAccessKey: 's', region: 'eu' },
	],
	[{ api_key: 'k' }, plain(['token', 'secret'], ['secret']), { secret: 'k' }],
])('%j finds its place by name and by what it means', (fields, schema, data) => {
	expect(fitFields(fields, TARGET, schema, false)).toEqual(data);
});

it('a mapping goes first, an empty one leaves a field out, and an empty optional field needs no place', () => {
	const target = {
		...TARGET,
		mappings: [
			{ field: 'key', property: 'organizationId' },
			{ field: 'note', property: '' },
			{ field: 'not_asked_for', property: 'nowhere' },
		],
		fixed: fixed({ apiKey: 'fixed' }),
	};
	expect(fitFields({ key: 'k', note: 'n', empty: '' }, target, SCHEMA, false)).toEqual({
		apiKey: 'fixed',
		organizationId: 'k',
	});
});

it('numbers, switches and choices become what the type wants', () => {
	const target = { ...TARGET, fixed: fixed({ port: '5432', header: 'True', headerName: 'X', region: 'eu' }) };
	expect(fitFields({ api_key: 'k' }, target, SCHEMA, false)).toEqual({
		apiKey: 'k',
		port: 5432,
		header: true,
		headerName: 'X',
		region: 'eu',
	});
});

it('everything that does not fit is named at once, without a value', () => {
	const target = {
		...TARGET,
		fixed: fixed({ port: 'secret-value', region: 'mars', header: 'true', other: '1' }),
	};
	const fault = faultOf(() => fitFields({ colour: 'secret-value' }, target, SCHEMA, false));
	for (const part of [
		'does not fit someApi',
		'the fixed value of "port" is not a number',
		'the fixed value of "region" is none of what "region" can be: eu, us',
		'the fixed value of "other" is meant for "other", which this type does not have',
		'the field "colour" has no place',
		'"apiKey" is required and has no value',
		'"headerName" is required and has no value',
		'Its properties are: apiKey, organizationId',
	]) {
		expect(fault).toContain(part);
	}
	expect(fault).not.toContain('secret-value');
});

it('two places that mean the same: asks instead of guessing', () => {
	const fault = faultOf(() => fitFields({ api_key: 'k' }, TARGET, plain(['token', 'secret']), false));
	expect(fault).toContain('the field "api_key" has no place');
});

it('an update may leave out what is required', () => {
	const target = { ...TARGET, fixed: fixed({ organizationId: 'o' }) };
	expect(fitFields({}, target, SCHEMA, true)).toEqual({ organizationId: 'o' });
	expect(faultOf(() => fitFields({}, target, SCHEMA, false))).toContain('"apiKey" is required');
});
