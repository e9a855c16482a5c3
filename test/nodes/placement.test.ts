import { placed, type Placement } from '../../nodes/shared/placement';
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
	expect(request).toEqual({ url: 'https://a.example', headers: { accept: 'x' }, qs: { page: 1 } });
	expect(result).toEqual({
		url: 'https://a.example',
		headers: { accept: 'x', Authorization: 'Bearer sk-1' },
		qs: { page: 1, k: 'kim' },
	});
});

it('replaces what stands in the same place, however it is written', () => {
	expect(put({ headers: { AUTHORIZATION: 'mine', 'x-b': '1' } }, { in: 'bearer', field: 'user' })).toEqual({
		headers: { 'x-b': '1', Authorization: 'Bearer kim' },
	});
	expect(
		put({ headers: { authorization: 'mine' } }, { in: 'basic', username: 'user', password: 'password' }),
	).toEqual({
		headers: {},
		auth: { username: 'kim', password: 'p:w' },
	});
});

it('fills a header’s text with several fields', () => {
	expect(put({}, { in: 'header', name: 'X-Auth', value: 'u={user}; k={api_key}' })).toEqual({
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
