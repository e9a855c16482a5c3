import { patternCost } from '../../broker/page/fields/pattern-cost';

test('the ways to match are counted', () => {
	expect(patternCost('abc', 10)).toBe(1);
	expect(patternCost('a|b|c', 10)).toBe(3);
	expect(patternCost('a*', 10)).toBe(11);
	expect(patternCost('a*b*', 10)).toBe(121);
	expect(patternCost('a{2,4}', 10)).toBe(3);
	expect(patternCost('[a*b]\\*', 10)).toBe(1);
	expect(patternCost('(a|b){3}', 10)).toBe(8);
	expect(patternCost('(a+)+', 1_000)).toBe(Infinity);
});
