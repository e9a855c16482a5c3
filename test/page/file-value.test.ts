import { fileValue, readableSize } from '../../broker/page/fields/file-value';

const valueOf = (...bytes: readonly number[]) => fileValue(new File([Uint8Array.from(bytes)], 'a'));

test('a file in UTF-8 is its text, byte order mark included', async () => {
	expect(await valueOf(0x61, 0x0a, 0xc3, 0xbc)).toBe('a\nü');
	expect(await valueOf(0xef, 0xbb, 0xbf, 0x61)).toBe('\uFEFFa');
	expect(await valueOf()).toBe('');
});

test('a file that is not UTF-8 is its standard base64', async () => {
	expect(await valueOf(0x30, 0x82, 0xff, 0xfe, 0x00)).toBe('MIL//gA=');
	expect(await valueOf(0xc3)).toBe('ww==');
});

test.each([
	[0, 'en', '0 bytes'],
	[1, 'en', '1 byte'],
	[1_023, 'en', '1,023 bytes'],
	[1_024, 'en', '1 kB'],
	[3_277, 'en', '3.2 kB'],
	[3_277, 'de', '3,2 kB'],
	[1_048_576, 'en', '1 MB'],
	[5_000_000_000, 'en', '4,768.4 MB'],
])('%d bytes in %s are %s', (bytes, language, expected) => {
	expect(readableSize(bytes, language)).toBe(expected);
});
