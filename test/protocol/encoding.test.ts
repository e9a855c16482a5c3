import fc from 'fast-check';
import {
	base64Decode,
	base64Encode,
	base64UrlDecode,
	base64UrlEncode,
	hexEncode,
	sha256Hex,
	utf8Decode,
	utf8Encode,
	type Bytes,
} from '../../protocol/encoding';

const bytes = fc.uint8Array({ maxLength: 300 }).map((array): Bytes => new Uint8Array(array));
const buffer = (array: Bytes) => Buffer.from(array);

test('base64, base64url and hexadecimal are what Node makes of the same bytes, and come back', () => {
	fc.assert(
		fc.property(bytes, (array) => {
			expect(base64Encode(array)).toBe(buffer(array).toString('base64'));
			expect(base64UrlEncode(array)).toBe(buffer(array).toString('base64url'));
			expect(hexEncode(array)).toBe(buffer(array).toString('hex'));
			expect(base64Decode(base64Encode(array))).toEqual(array);
			expect(base64UrlDecode(base64UrlEncode(array))).toEqual(array);
		}),
		{ numRuns: 1_000 },
	);
});

test('a megabyte is encoded without trouble', () => {
	const large = new Uint8Array(1024 * 1024).map((_, at) => at * 7);
	expect(base64Encode(large)).toBe(buffer(large).toString('base64'));
});

test('text that base64 decodes is base64 with padding, and nothing else is', () => {
	const texts = fc.oneof(
		fc.string({ unit: fc.constantFrom(...Array.from('AZaz09+/=-_ \n')) }),
		bytes.map((array) => buffer(array).toString('base64url')),
		fc.string({ unit: 'binary' }),
	);
	fc.assert(
		fc.property(texts, (text) => {
			const whole = /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0;
			if (whole) expect(buffer(base64Decode(text))).toEqual(Buffer.from(text, 'base64'));
			else expect(() => base64Decode(text)).toThrow(TypeError);
		}),
		{ numRuns: 2_000 },
	);
});

test.each(['A', 'AA=', 'AA==\n', ' AA==', 'A===', '====', 'AA==AA==', 'AA-_', 'ÄÄÄÄ'])(
	'base64 refuses %j',
	(text) => {
		expect(() => base64Decode(text)).toThrow('expected standard base64 with padding');
	},
);

test.each(['A', 'AA==', 'AAAAA', 'AA+/', 'AA\n', ' AA'])('base64url refuses %j', (text) => {
	expect(() => base64UrlDecode(text)).toThrow('expected base64url without padding');
});

test('UTF-8 comes back as it was, a byte order mark included', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (text) => {
			expect(utf8Decode(utf8Encode(text))).toBe(text);
		}),
	);
	expect(utf8Decode(utf8Encode('\ufeffx'))).toBe('\ufeffx');
});

test('bytes that are not UTF-8 are refused instead of mended', () => {
	expect(() => utf8Decode(new Uint8Array([0xc3, 0x28]))).toThrow('not valid');
});

test('SHA-256 is the one of FIPS 180-4', async () => {
	expect(await sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
