import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { formatUserCode, makeUserCode, normalizeUserCode, sessionIdOf } from '../../protocol/user-code';

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.split('');
const normalCode = fc
	.array(fc.constantFrom(...LETTERS), { minLength: 8, maxLength: 8 })
	.map((letters) => letters.join(''));

test.each([
	['as shown', 'ABCD-1234'],
	['without its hyphen', 'ABCD1234'],
	['in lower case', 'abcd-1234'],
	['with spaces around and within', '  AB CD  12 34 '],
	['with a tab and a line break from the clipboard', '\tABCD-1234\n'],
	['with a non-breaking space', 'ABCD\u00a01234'],
	['with hyphens everywhere', '-A-B-C-D-1-2-3-4-'],
	['with an en dash that a phone made', 'ABCD–1234'],
	['with a non-breaking hyphen', 'ABCD\u20111234'],
	['with a small L for the one', 'ABCD-l234'],
	['with an I for the one', 'ABCD-I234'],
])('a code is understood %s', (_, typed) => {
	expect(normalizeUserCode(typed)).toBe('ABCD1234');
});

test('an O, small or large, reads as zero', () => {
	expect(normalizeUserCode('oO0o-Oo00')).toBe('00000000');
});

test.each([
	['nothing', ''],
	['a letter too few', 'ABCD-123'],
	['a letter too many', 'ABCD-12345'],
	['a U, which the alphabet leaves out', 'ABCU-1234'],
	['punctuation', 'ABCD_1234'],
	['a look-alike from another script', 'АBCD-1234'],
	['full-width letters', 'ＡＢＣＤ1234'],
	['a path', '../../v1'],
])('%s is no code', (_, typed) => {
	expect(normalizeUserCode(typed)).toBeUndefined();
});

test('however a code is written, it is understood as the same', () => {
	const disguised = normalCode.chain((code) =>
		fc.tuple(
			fc.constant(code),
			...code.split('').map((letter) =>
				fc
					.tuple(fc.constantFrom('', ' ', '-', '\u2011', '\n'), fc.boolean(), fc.nat(2))
					.map(([gap, small, alike]) => {
						const twin = letter === '0' ? '0Oo'[alike] : letter === '1' ? '1IL'[alike] : letter;
						return gap + (small ? (twin ?? letter).toLowerCase() : (twin ?? letter));
					}),
			),
		),
	);
	fc.assert(
		fc.property(disguised, ([code, ...letters]) => {
			expect(normalizeUserCode(letters.join(''))).toBe(code);
		}),
	);
});

test('whatever is typed, it is a code of the alphabet or none', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (typed) => {
			const code = normalizeUserCode(typed);
			if (code !== undefined) expect(code).toMatch(new RegExp(`^[${LETTERS.join('')}]{8}$`));
		}),
		{ numRuns: 2_000 },
	);
});

test('what is shown is understood again', () => {
	fc.assert(
		fc.property(normalCode, (code) => {
			expect(normalizeUserCode(formatUserCode(code))).toBe(code);
		}),
	);
});

test('fresh codes use the whole alphabet evenly and do not repeat', () => {
	const codes = Array.from({ length: 20_000 }, makeUserCode);
	// Of so few, two are the same by chance once in nine million runs.
	expect(new Set(codes.slice(0, 500)).size).toBe(500);
	expect(codes.every((code) => /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/.test(code))).toBe(true);
	const counts = new Map<string, number>();
	for (const letter of codes.join('').replaceAll('-', '')) counts.set(letter, (counts.get(letter) ?? 0) + 1);
	const expected = (codes.length * 8) / LETTERS.length;
	// Chi-squared with 31 degrees of freedom: 80 is passed by chance less than once in 300,000 runs.
	const distance = LETTERS.map((letter) => ((counts.get(letter) ?? 0) - expected) ** 2 / expected).reduce(
		(sum, part) => sum + part,
		0,
	);
	expect(distance).toBeLessThan(80);
});

test('a session is named by the SHA-256 of its code, upper case, without hyphen', async () => {
	expect(await sessionIdOf('ABCD1234')).toBe(createHash('sha256').update('ABCD1234').digest('hex'));
});
