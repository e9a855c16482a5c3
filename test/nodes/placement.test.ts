import { fieldsNeeded, isHeaderName, placed, type Placement } from '../../nodes/shared/placement';
import { LinkAuthError } from '../../nodes/shared/errors';

const fields = {
	api_key: ' sk-1 ',
	user: 'kim',
	password: 'p:w',
	broken: 'a\r\nX-Evil: 1',
	wide: '鍵',
	toString: 'own',
};
const put = (request: object, ...use: Placement[]) => placed(request, fields, use);

it('leaves the request it was given as it is', () => {
	const request = Object.freeze({
		url: 'https://a.example',
		headers: Object.freeze({ accept: 'x' }),
		qs: Object.freeze({ page: 1 }),
	});
	const result = put(request, { in: 'bearer', field: 'api_key' }, { in: 'query', name: 'k', field: 'user' });
	expect(request).toStrictEqual({ url: 'https://a.example', headers: { accept: 'x' }, qs: { page: 1 } });
	expect(result).toStrictEqual({
		url: 'https://a.example',
		headers: { accept: 'x', Authorization: 'Bearer sk-1' },
		qs: { page: 1, k: 'kim' },
	});
});

it('replaces what stands in the same place, however it is written', () => {
	expect(
		put({ headers: { AUTHORIZATION: 'mine', 'x-b': '1' } }, { in: 'bearer', field: 'user' }),
	).toStrictEqual({
		headers: { 'x-b': '1', Authorization: 'Bearer kim' },
	});
	expect(
		put({ headers: { authorization: 'mine' } }, { in: 'basic', username: 'user', password: 'password' }),
	).toStrictEqual({
		headers: {},
		auth: { username: 'kim', password: 'p:w' },
	});
});

it('fills a header’s text with several fields', () => {
	expect(put({}, { in: 'header', name: 'X-Auth', value: 'u={user}; k={api_key}' })).toStrictEqual({
		headers: { 'X-Auth': 'u=kim; k=sk-1' },
	});
});

it.each<[Placement, string]>([
	[{ in: 'bearer', field: 'token' }, 'The credential has no field "token".'],
	[{ in: 'bearer', field: 'constructor' }, 'The credential has no field "constructor".'],
	[{ in: 'query', name: 'k', field: 'token' }, 'The credential has no field "token".'],
	[{ in: 'bearer', field: 'broken' }, 'The field "broken" holds a line break'],
	[{ in: 'header', name: 'X', value: '{wide}' }, 'The field "wide" holds a line break or another character'],
	[{ in: 'basic', username: 'password', password: 'user' }, 'The field "password" holds a colon'],
])('%p does not fit: %s', (placement, message) => {
	expect(() => put({}, placement)).toThrow(LinkAuthError);
	expect(() => put({}, placement)).toThrow(message);
	expect(() => put({}, placement)).not.toThrow('sk-1');
});

it('leaves the name and the password of another login where no field takes their place', () => {
	const auth = { username: 'mine', password: 'mine' };
	expect(put({ auth }, { in: 'query', name: 'k', field: 'user' })).toMatchObject({ auth, qs: { k: 'kim' } });
});

it('puts a field into the body, and leaves a body alone where none belongs there', () => {
	expect(put({ method: 'POST', body: { page: 1 } }, { in: 'body', name: 'k', field: 'user' })).toStrictEqual({
		method: 'POST',
		headers: {},
		body: { page: 1, k: 'kim' },
	});
	expect(put({ body: 'text' }, { in: 'header', name: 'X', value: '{user}' })).toStrictEqual({
		body: 'text',
		headers: { X: 'kim' },
	});
});

it('a header of the same name is replaced and others stay, also beside a login', () => {
	const basic: Placement = { in: 'basic', username: 'user', password: 'password' };
	expect(put({ headers: { 'x-b': '1' } }, basic)).toStrictEqual({
		headers: { 'x-b': '1' },
		auth: { username: 'kim', password: 'p:w' },
	});
	const request = put(
		{ headers: { authorization: 'mine', 'x-key': 'mine' } },
		{ in: 'header', name: 'X-Key', value: '{user}' },
	);
	expect(request).toStrictEqual({ headers: { authorization: 'mine', 'X-Key': 'kim' } });
});

it('knows which fields a placement needs', () => {
	expect(fieldsNeeded({ in: 'header', name: 'X', value: '{a} {b c} {}' })).toEqual(['a', 'b c']);
	expect(fieldsNeeded({ in: 'basic', username: 'a', password: 'b' })).toEqual(['a', 'b']);
	expect(fieldsNeeded({ in: 'body', name: 'x', field: 'a' })).toEqual(['a']);
	expect(['X-Key', "a!#$%&'*+-.^_`|~9"].every(isHeaderName)).toBe(true);
	expect(['', 'X Y', 'X:', 'Ü', 'X\n'].some(isHeaderName)).toBe(false);
});
