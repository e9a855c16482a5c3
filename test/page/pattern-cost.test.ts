import { patternCost } from '../../broker/page/fields/pattern-cost';

/** Every way to write one character, or a place without one, that the engine knows. */
const CHARACTERS = [
	...[
		'\\u{61}',
		'\\u{000061}',
		'\\u0061',
		'\\x61',
		'\\cA',
		'\\t',
		'\\0',
		'\\.',
		'\\{',
		'\\}',
		'\\/',
		'.',
		'😀',
	],
	...['\\p{L}', '\\P{Lu}', '\\p{Script=Latin}', '\\p{sc=Latn}', '\\w', '\\D', '[a]', '[^a]', '[]', '[^]'],
	...[
		'[\\u{61}]',
		'[a-z]',
		'[*+?]',
		'[\\(\\)\\|]',
		'[\\]]',
		'[\\[]',
		'[\\-]',
		'[\\b]',
		'[[a-z]--[x*]]',
		'[[a-z]&&\\p{L}]',
	],
	...[
		'[\\p{L}--\\p{Lu}]',
		'[[[a]]b]',
		'[^[a][^b]]',
		'[\\^]',
		'[\\&\\&]',
		'[\\`]',
		'[\\\\]',
		'[\\{\\}]',
		'-',
		'=',
		'<',
	],
];

/** What is done with a character, written as X. */
const FRAMES = [
	'X',
	'XX',
	'X*',
	'X{3}',
	'X{2,4}?',
	'X{2,}',
	'aX?',
	'(X|b)+',
	'(X+)+b',
	'(?:X*)*',
	'(?<n>X+)\\k<n>',
];

test.each(CHARACTERS)('%s is read as one character', (character) => {
	for (const frame of FRAMES) {
		const pattern = frame.replaceAll('X', () => character);
		expect(() => new RegExp(pattern, 'v')).not.toThrow();
		expect([pattern, patternCost(pattern, 20)]).toEqual([
			pattern,
			patternCost(frame.replaceAll('X', 'a'), 20),
		]);
	}
});

test.each([
	'(?:a)',
	'(a)',
	'(?<name>a)',
	'(?<größe>a)',
	'(?<$\\u{61}>a)',
	'(?=a)',
	'(?!a)',
	'(?<=a)',
	'(?<!a)',
])('%s is read as a group', (group) => {
	const inside = (content: string): string => group.replace(/a(?=\)$)/, () => content);
	expect(() => new RegExp(group, 'v')).not.toThrow();
	expect(patternCost(group, 20)).toBe(patternCost('(?:a)', 20));
	expect(patternCost(inside('(a+)+b'), 200)).toBe(Infinity);
	expect(patternCost(`x${group}y`, 20)).toBeGreaterThan(patternCost('xy', 20));
});

test('flags of a group are read, whether this engine has them or not', () => {
	for (const flags of ['i', 'ims', 'i-s', '-s']) {
		expect(patternCost(`(?${flags}:a|b)c`, 20)).toBe(patternCost('(?:a|b)c', 20));
	}
});

test.each([
	['abc', 4],
	['', 1],
	['a|b|c', 6],
	['a*', 13],
	['a+?', 14],
	['a?', 4],
	['a*b', 24],
	['a{3}', 6],
	['a{2,4}', 7],
	['a{20,}', 33],
	['^a$', 4],
	['a\\bb', 4],
	['(a)\\1', 14],
])('%s on ten characters takes %d steps', (pattern, steps) => {
	expect(patternCost(pattern, 10)).toBe(steps);
});

test('what follows is tried for each way in which the part before can match', () => {
	const [one = 0, two = 0, three = 0] = ['a*', 'a*a*', 'a*a*a*'].map((each) => patternCost(each, 99));
	expect(two / one).toBeGreaterThan(90);
	expect(three / two).toBeGreaterThan(90);
	// But not for those in which a part can that is only looked for.
	expect(patternCost('(?=a*a*)a*', 99)).toBeLessThan(2.1 * two);
});

test.each([
	'(a+)+',
	'(a|b)*',
	'(\\u{61}+)+',
	'(?:a?){5000}',
	'(?:(?:){99999}){99999}',
	'(?:(?=a){9999}){9999}',
])('%s is beyond every limit', (pattern) => {
	expect(patternCost(pattern, 2_000)).toBeGreaterThan(1e8);
});

test.each([
	...[
		'(',
		')',
		'(a',
		'a)',
		'[',
		'[a',
		'[[a]',
		']',
		'{',
		'}',
		'a**',
		'a{2}{3}',
		'\\',
		'\\u',
		'\\u{',
		'\\u{g}',
	],
	...['\\x1', '\\c1', '\\00', '\\-', '\\_', '\\a', '\\p', '\\p{', '\\pL', '\\k', '\\k<', '(?', '(?a)', '(?<'],
	'(?<>a)',
	// These are valid, and match strings of several lengths, or may one day.
	...['[\\q{a|aa}]', '\\p{RGI_Emoji}', '[\\p{RGI_Emoji}a]', '\\p{Basic_Emoji}', '\\p{Emoji_Keycap_Sequence}'],
	...['(?>a)', '(?@a)', '\\R', '\\X', '\\h'],
])('%s is not read, and costs Infinity', (pattern) => {
	expect(patternCost(pattern, 10)).toBe(Infinity);
	expect(patternCost(`a${pattern}`, 10)).toBe(Infinity);
	expect(patternCost(`(?:b|${pattern})*c`, 10)).toBe(Infinity);
});

test('the length of the text counts', () => {
	expect(patternCost('a*', 0)).toBeLessThan(5);
	expect(patternCost('a*', 99)).toBeGreaterThan(99);
});
