import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { chooseCoding, compress, type Coding } from '../../broker/routes/content-coding';

const BOTH: readonly Coding[] = ['br', 'gzip'];

describe('the coding of a file', () => {
	test.each([
		['br', 'br'],
		['gzip', 'gzip'],
		['gzip, deflate, br, zstd', 'br'],
		['GZIP, Br', 'br'],
		['gzip;q=1.0, br;q=0.5', 'gzip'],
		['gzip;q=0.5,br;q=0.501', 'br'],
		['gzip ; q=0.2 , br ; Q=0.1', 'gzip'],
		['br;q=0, gzip', 'gzip'],
		['br;q=0.000, *', 'gzip'],
		['*', 'br'],
		['*;q=0.1, gzip;q=0.2', 'gzip'],
		['*;q=0, gzip;q=0.001', 'gzip'],
		['gzip;q=0.3', 'gzip'],
		['identity;q=0.5, gzip;q=0.5', 'gzip'],
		['identity;q=0, *', 'br'],
	])('is, of %p, %p', (accepted, expected) => {
		expect(chooseCoding(accepted, BOTH)).toBe(expected);
	});

	test.each([
		[''],
		['identity'],
		['deflate, zstd'],
		['identity, *;q=0.5'],
		['gzip;q=0.4, identity;q=0.5'],
		['br;q=0, gzip;q=0'],
		['*;q=0'],
		// RFC 9110 section 12.1: a header that refuses everything is disregarded.
		['identity;q=0'],
		['identity;q=0, *;q=0'],
		// None of these is a weight.
		['br;q=2, gzip;q=-1'],
		['br;q=0.1234, gzip;q='],
		['br;level=1'],
		['brotli, gzip2'],
		[',;,;q=1,, ;'],
	])('is none, of %p', (accepted) => {
		expect(chooseCoding(accepted, BOTH)).toBeUndefined();
	});

	test('is one that there is', () => {
		expect(chooseCoding('br, gzip;q=0.1', ['gzip'])).toBe('gzip');
		expect(chooseCoding('br, gzip', [])).toBeUndefined();
	});
});

describe('compressing', () => {
	const text = Buffer.from('The same words, the same words. '.repeat(50));

	test('gives the same content back in each coding', async () => {
		const coded = await compress(text);
		expect([...coded.keys()]).toEqual(BOTH);
		expect(brotliDecompressSync(coded.get('br') ?? '')).toEqual(text);
		expect(gunzipSync(coded.get('gzip') ?? '')).toEqual(text);
	});

	test('gives the same bytes for the same bytes', async () => {
		const coded = await compress(text);
		expect(await compress(text)).toEqual(coded);
		// The time in the header of gzip (RFC 1952 section 2.3): none.
		expect(coded.get('gzip')?.readUInt32LE(4)).toBe(0);
	});

	test('leaves out what does not get smaller', async () => {
		expect([...(await compress(Buffer.from('a'))).keys()]).toEqual([]);
	});
});
