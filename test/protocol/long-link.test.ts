import fc from 'fast-check';
import { LONG_LINK_LENGTH, makeLink, readLink } from '../../protocol/long-link';
import { makeUserCode, normalizeUserCode } from '../../protocol/user-code';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const hex = (array: Uint8Array | undefined) => array && Buffer.from(array).toString('hex');

test('a long link is base64url of the code’s 40 bits and then the 128 random ones', () => {
	const secret = Uint8Array.from({ length: 16 }, (_, at) => 0xf0 + at);
	const link = makeLink('ABCD-1234', secret);
	expect(link).toHaveLength(28);
	// A = 10, B = 11, C = 12, D = 13, then 1 to 4, five bits each.
	const code = ['01010', '01011', '01100', '01101', '00001', '00010', '00011', '00100'].join('');
	expect(hex(Buffer.from(link, 'base64url'))).toBe(
		`${BigInt(`0b${code}`).toString(16).padStart(10, '0')}f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff`,
	);
	expect(readLink(link)).toEqual({ code: 'ABCD1234', secret });
});

test('whatever the code and the random bits, what is read is what was made', () => {
	fc.assert(
		fc.property(bytes(8), bytes(16), (letters, secret) => {
			const userCode = makeUserCode(letters);
			const link = makeLink(userCode, secret);
			expect(link).toMatch(/^[A-Za-z0-9_-]{28}$/);
			const read = readLink(link);
			expect(read?.code).toBe(normalizeUserCode(userCode));
			expect(hex(read?.secret)).toBe(hex(secret));
		}),
	);
});

test('there is one link for a code and its random bits: each other text is another one', () => {
	fc.assert(
		fc.property(fc.base64String({ minLength: 28, maxLength: 28 }), (base64) => {
			const text = Buffer.from(base64, 'base64').toString('base64url').slice(0, 28).padEnd(28, '-');
			const read = readLink(text);
			expect(read?.secret).toHaveLength(16);
			expect(makeLink(read?.code ?? '', read?.secret)).toBe(text);
		}),
	);
});

test.each(['ABCD-1234', ' abcd-l234 ', 'abcdi234'])('%j is a code, and no more than that', (typed) => {
	expect(readLink(typed)).toEqual({ code: 'ABCD1234' });
});

test('a link of letters and hyphens that could be typed for a code is a link', () => {
	const text = 'ABCD1234'.padStart(LONG_LINK_LENGTH, '-');
	expect(normalizeUserCode(text)).toBe('ABCD1234');
	expect(readLink(text)?.secret).toHaveLength(16);
});

test.each([
	['a character less', makeLink('ABCD-1234').slice(1)],
	['a character more', `${makeLink('ABCD-1234')}A`],
	['another alphabet', `+${makeLink('ABCD-1234').slice(1)}`],
	['a full stop that a mail program took along', `${makeLink('ABCD-1234')}.`],
	['nothing', ''],
])('%s is neither', (_, text) => {
	expect(readLink(text)).toBeUndefined();
});

test('whatever the text, reading throws nothing', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
			expect(() => readLink(text)).not.toThrow();
		}),
	);
});

test.each([
	['ABC', new Uint8Array(16)],
	['ABCD-1234', new Uint8Array(15)],
])('a link for %j and %j is not made', (code, secret) => {
	expect(() => makeLink(code, secret)).toThrow(TypeError);
});

test('each link has random bits of its own', () => {
	expect(makeLink('ABCD-1234')).not.toBe(makeLink('ABCD-1234'));
});
