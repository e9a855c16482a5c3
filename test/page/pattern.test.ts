import { matchesPattern } from '../../broker/page/fields/pattern';

describe('a field’s pattern', () => {
	test.each([
		['[0-9]{1,5}', '5432', true],
		['[0-9]{1,5}', '5432x', false],
		['sk-[A-Za-z0-9_\\-]+', 'sk-abc_DEF-1', true],
		['sk-[A-Za-z0-9_\\-]+', 'pk-abc', false],
		['a|b', 'ab', false],
		['(\\d{1,3}\\.){3}\\d{1,3}', '10.0.0.1', true],
		['(\\d{1,3}\\.){3}\\d{1,3}', '10.0.0', false],
		['[A-Z0-9]{4}(-[A-Z0-9]{4}){3}', 'AB12-CD34-EF56-GH78', true],
		['[^@\\s]+@[^@\\s]+\\.[a-z]{2,}', 'ada@example.com', true],
		['[^@\\s]+@[^@\\s]+\\.[a-z]{2,}', 'ada.example.com', false],
		['\\p{Lu}.*', 'Ödland', true],
		['[\\p{L}--[a-z]]+', 'abc', false],
	])('%s on %s gives %s, as in HTML', (pattern, value, matches) => {
		expect(matchesPattern(pattern, value)).toBe(matches);
	});

	test.each(['(', 'a)|(b', '[', '\\', '*'])('%s is not valid, and is ignored', (pattern) => {
		expect(matchesPattern(pattern, 'anything')).toBe(true);
	});

	test.each([
		'(a+)+b',
		'(\\u{61}+)+b',
		'([\\q{a|aa}])*b',
		'(a*)*b',
		'(a|a)*b',
		'(a|ab|abc|b|c)+d',
		'(\\w+\\s?)+!',
		'(?:a+){2,}b',
		'((a{1,9}){1,9}){1,9}b',
		'\\w*\\w*\\w*\\w*\\w*x',
		'(?=(a+)+b)a',
		'([a-z]+)*[[a-z]--[x]]$',
	])('%s, which would block the page, is not tried', (pattern) => {
		// The value matches none of them: it is valid only because the pattern is ignored.
		expect(matchesPattern(pattern, `${'a'.repeat(3_000)}ü`)).toBe(true);
	});
});
