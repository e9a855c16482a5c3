import { patternCost } from '../../broker/page/fields/pattern-cost';

test.each([
	['abc', 1],
	['', 1],
	['a|b|c', 3],
	['a*', 11],
	['a+', 11],
	['a?', 2],
	['a*?', 11],
	['a*b*', 121],
	['a{3}', 1],
	['a{2,4}', 3],
	['a{2,4}?', 3],
	['a{2,}', 9],
	['a{20,}', 1],
	['a{,3}', 1],
	['(a|b){3}', 8],
	['(a|b){1,2}', 8],
	['(?:a|b)', 2],
	['(?=a|b)', 2],
	['(?<!a|b|c)', 3],
	['(?<name>a|b)', 2],
	['(?i:a|b)', 2],
	['((a|b)(c|d))', 4],
	['(a*|b)c', 12],
])('%s on ten characters: %d ways', (pattern, ways) => {
	expect(patternCost(pattern, 10)).toBe(ways);
});

test.each([
	['[a*b]\\*', 1],
	['[|]', 1],
	['[\\]*]b*', 11],
	['[[a-z]--[x*]]?', 2],
	['\\(a*\\)', 11],
	['\\\\a|b', 2],
	['[a', 1],
])('classes and escapes are single characters: %s', (pattern, ways) => {
	expect(patternCost(pattern, 10)).toBe(ways);
});

test('repetition of a repetition is beyond every limit', () => {
	expect(patternCost('(a+)+', 1_000)).toBe(Infinity);
	expect(patternCost('(a|b)*', 2_000)).toBe(Infinity);
});

test('the length of the text counts', () => {
	expect(patternCost('a*', 0)).toBe(1);
	expect(patternCost('a*', 99)).toBe(100);
});
