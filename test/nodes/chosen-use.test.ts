import { chosenUse } from '../../nodes/RequestCredential/chosen-use';
import type { FieldDefinition } from '../../protocol/templates';

const FIELDS: FieldDefinition[] = [
	{ name: 'user', label: 'User', type: 'text' },
	{ name: 'key', label: 'Key', type: 'password' },
];
const use = (
	parameters: Readonly<Record<string, string>>,
	fields: readonly FieldDefinition[] | undefined = FIELDS,
	places?: unknown,
) => chosenUse((name) => parameters[name] ?? '', places, fields);

it.each([
	[{ useInHttp: 'bearer' }, { in: 'bearer', field: 'key' }],
	[
		{ useInHttp: 'bearer', sendField: 'user' },
		{ in: 'bearer', field: 'user' },
	],
	[
		{ useInHttp: 'body', bodyName: 'token' },
		{ in: 'body', name: 'token', field: 'key' },
	],
	[
		{ useInHttp: 'query', queryName: 'k' },
		{ in: 'query', name: 'k', field: 'key' },
	],
	[
		{ useInHttp: 'basic', basicUser: 'user', basicPass: 'key' },
		{ in: 'basic', username: 'user', password: 'key' },
	],
	[
		{ useInHttp: 'header', headerName: 'X-Key', headerValue: '{user} {key}' },
		{ in: 'header', name: 'X-Key', value: '{user} {key}' },
	],
])('%j', (parameters, placement) => {
	expect(use(parameters)).toEqual([placement]);
});

it('none, where it is not for HTTP requests', () => {
	expect(use({ useInHttp: 'none' })).toEqual([]);
});

it('the first secret field is sent unless another is named, and else the first', () => {
	expect(use({ useInHttp: 'bearer' }, FIELDS.slice(0, 1))).toEqual([{ in: 'bearer', field: 'user' }]);
});

it('several places, each with parameters of its own', () => {
	const place = [{ way: 'bearer' }, { way: 'query', queryName: ' k ', sendField: 'user' }];
	expect(use({ useInHttp: 'several' }, FIELDS, { place })).toEqual([
		{ in: 'bearer', field: 'key' },
		{ in: 'query', name: 'k', field: 'user' },
	]);
});

it('fields that only the broker knows are taken at their word', () => {
	const parameters = { useInHttp: 'bearer', sendField: 'token' };
	expect(
		chosenUse((name) => (parameters as Record<string, string>)[name] ?? '', undefined, undefined),
	).toEqual([{ in: 'bearer', field: 'token' }]);
	expect(() => chosenUse((name) => (name === 'useInHttp' ? 'bearer' : ''), undefined, undefined)).toThrow(
		'Use in HTTP Requests does not say which field to send.',
	);
});

it.each([
	[{ useInHttp: 'several' }, 'There are no Places.'],
	[{ useInHttp: 'bearer', sendField: 'token' }, 'needs the field "token", which the form does not have.'],
	[{ useInHttp: 'basic', basicUser: 'user', basicPass: 'pass' }, 'needs the field "pass"'],
	[{ useInHttp: 'header', headerName: 'X', headerValue: '{user}{token}' }, 'needs the field "token"'],
	[{ useInHttp: 'header', headerName: 'X Y', headerValue: '{key}' }, '"X Y" cannot be the name of a header.'],
	[{ useInHttp: 'header', headerName: '', headerValue: '{key}' }, 'Header Name is empty.'],
	[{ useInHttp: 'header', headerName: 'X', headerValue: 'key' }, 'Header Value names no field.'],
	[{ useInHttp: 'header', headerName: 'X', headerValue: '{key}\r\nY: 1' }, 'Header Value names no field.'],
	[{ useInHttp: 'body' }, 'Body Field Name is empty.'],
	[{ useInHttp: 'query' }, 'Parameter Name is empty.'],
])('%j: names what is wrong', (parameters, message) => {
	expect(() => use(parameters)).toThrow(message);
});
