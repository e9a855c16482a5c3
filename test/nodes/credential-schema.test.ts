import {
	missingProperties,
	type CredentialSchema,
} from '../../nodes/AwaitCredential/n8n-credential/credential-schema';

const SCHEMA: CredentialSchema = {
	properties: {},
	required: ['apiKey'],
	allOf: [
		{
			if: { properties: { header: { enum: [true] } } },
			then: { allOf: [{ required: ['headerName', 'apiKey'] }, {}] },
		},
		{
			if: { properties: { mode: { enum: ['a', 'b'] }, header: { enum: [false] } } },
			then: { allOf: [{ required: ['both'] }] },
		},
		// A condition on no value of its own is n8n's to check.
		{ if: {}, then: { allOf: [{ required: ['never'] }] } },
		{ if: { properties: { mode: {} } }, then: { allOf: [{ required: ['never'] }] } },
		{ if: { properties: { mode: { enum: ['a'] } } } },
	],
};

it.each([
	[{}, ['apiKey']],
	[{ apiKey: '' }, ['apiKey']],
	[{ apiKey: 'k' }, []],
	[{ header: true }, ['apiKey', 'headerName']],
	[{ apiKey: 'k', header: true, headerName: 'X' }, []],
	[{ apiKey: 'k', header: false, mode: 'b' }, ['both']],
	[{ apiKey: 'k', header: true, headerName: 'X', mode: 'a' }, []],
	[{ apiKey: 0 }, []],
])('%j lacks %j', (data, missing) => {
	expect(missingProperties(SCHEMA, data)).toEqual(missing);
});

it('a type that says nothing of it requires nothing', () => {
	expect(missingProperties({ properties: {} }, {})).toEqual([]);
});
