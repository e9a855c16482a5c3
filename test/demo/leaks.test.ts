import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { findLeaks } from '../../demo/leaks';

const SECRET = 'sk-demo-"/+&%\\=Zoë-7f3a91c2e5';

const found = (content: string, secret = SECRET) => findLeaks(secret, [{ name: 'log', content }]);
const bytes = Buffer.from(SECRET);

test.each([
	['as it is', `{"a":"x${SECRET}y"}`],
	['in JSON', JSON.stringify({ a: SECRET })],
	['in JSON in JSON', JSON.stringify({ a: JSON.stringify({ b: SECRET }) })],
	['in a URL', `https://a/?k=${encodeURIComponent(SECRET)}&b=1`],
	['in a form', new URLSearchParams({ k: SECRET }).toString()],
	['in hexadecimal', bytes.toString('hex')],
	['in capital hexadecimal', bytes.toString('hex').toUpperCase()],
	['in a Buffer as JSON', JSON.stringify(bytes)],
	['in base64', bytes.toString('base64')],
	['in base64, one byte in', Buffer.from(`a${SECRET}bc`).toString('base64')],
	['in base64, two bytes in', Buffer.from(`ab${SECRET}c`).toString('base64')],
	[
		'in base64 of JSON',
		Buffer.from(JSON.stringify({ key: 'A', value: 'plain-secret-1' })).toString('base64'),
	],
	['in base64url', Buffer.from(`"${SECRET}"`).toString('base64url')],
	['in basic auth', `Basic ${Buffer.from(`user:${SECRET}`).toString('base64')}`],
])('finds a secret %s', (name, content) => {
	const secret = name === 'in base64 of JSON' ? 'plain-secret-1' : SECRET;
	expect(found(content, secret)).not.toEqual([]);
	expect(found(content, secret)[0]?.place).toBe('log');
});

test('finds any secret in base64, whatever stands around it', () => {
	const text = fc.string({ maxLength: 7 });
	fc.assert(
		fc.property(fc.string({ minLength: 8, maxLength: 40 }), text, text, (secret, before, after) => {
			const around = Buffer.from(before + secret + after);
			expect(found(around.toString('base64'), secret)).not.toEqual([]);
			expect(found(around.toString('base64url'), secret)).not.toEqual([]);
		}),
		{ numRuns: 500 },
	);
});

test('does not find what is not there', () => {
	expect(
		found(`${SECRET.slice(1)} ${SECRET.slice(0, -1)} ${Buffer.from('another').toString('hex')}`),
	).toEqual([]);
	expect(found(gzipSync(bytes).toString('latin1'))).toEqual([]);
});

test('says in which place and how', () => {
	const places = [
		{ name: 'store', content: bytes.toString('hex') },
		{ name: 'log', content: 'nothing' },
	];
	expect(findLeaks(SECRET, places)).toEqual([{ place: 'store', form: 'in hexadecimal' }]);
});
