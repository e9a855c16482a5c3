import { Readable } from 'node:stream';

import { withInBody } from '../../nodes/shared/body-placement';

const ADDED = { token: 'sk-1' };

it('adds to a form, to JSON and to form data in text, in place of a field of the same name', () => {
	expect(withInBody({ form: { page: '1', token: 'mine' } }, ADDED)).toEqual({
		form: { page: '1', token: 'sk-1' },
	});
	expect(withInBody({ body: { page: 1, token: 'mine' } }, ADDED)).toEqual({
		body: { page: 1, token: 'sk-1' },
	});
	const { body } = withInBody({ body: new URLSearchParams('page=1&token=mine&token=more') }, ADDED) as {
		body: URLSearchParams;
	};
	expect(body.toString()).toBe('page=1&token=sk-1');
});

it('leaves the body that it was given as it is', () => {
	const body = Object.freeze({ page: 1 });
	const form = new URLSearchParams('token=mine');
	withInBody({ body }, ADDED);
	withInBody({ body: form }, ADDED);
	expect(body).toEqual({ page: 1 });
	expect(form.toString()).toBe('token=mine');
});

it.each([undefined, null, ''])('where there is no body (%p), it becomes the JSON body', (body) => {
	expect(withInBody({ method: 'POST', body }, ADDED)).toEqual({ body: ADDED, json: true });
});

it.each(['GET', 'head', undefined])('a request with the method %s has no body', (method) => {
	expect(() => withInBody(method === undefined ? {} : { method }, ADDED)).toThrow('this request has no body');
});

it.each([
	['text', { body: 'text' }],
	['a list', { body: [1] }],
	['a Buffer', { body: Buffer.from('x') }],
	['a stream', { body: Readable.from(['x']) }],
	['multipart', { formData: {} }],
	['FormData', { body: new FormData() }],
])('%s is a body of another kind', (_, request) => {
	expect(() => withInBody({ method: 'POST', ...request }, ADDED)).toThrow(
		'the body of this request is of another kind',
	);
});
