import { formatTypedCode, readTypedCode } from '../../broker/page/typed-code';

const PIN = `#k=${'A'.repeat(43)}`;

test.each([
	['ABCD-1234', { code: 'ABCD-1234' }],
	['abcd1234', { code: 'ABCD-1234' }],
	[' abcd 1234 ', { code: 'ABCD-1234' }],
	['ABCD\u20111234', { code: 'ABCD-1234' }],
	['Hello, your code: ABCD-1234.', { code: 'ABCD-1234' }],
	['(ABCD\u20131234)', { code: 'ABCD-1234' }],
	['https://example.com/connect/ABCD-1234', { code: 'ABCD-1234' }],
	[`https://example.com/connect/ABCD-1234${PIN}`, { code: 'ABCD-1234', fragment: PIN }],
	[`Please open https://example.com/connect/ABCD-1234${PIN} now`, { code: 'ABCD-1234', fragment: PIN }],
	['https://example.com/connect/ABCD-1234?x=1', { code: 'ABCD-1234' }],
	['see /connect/ABCD-1234, not WXYZ-5678', undefined],
])('%j is read', (typed, expected) => {
	expect(readTypedCode(typed)).toEqual(expected);
});

test.each([
	'',
	'ABCD',
	'ABCD-12345',
	'ABCDE-1234',
	'xABCD-1234',
	'ABCD-123U',
	'https://example.com/connect/',
])('%j has no code', (typed) => {
	expect(readTypedCode(typed)).toBeUndefined();
});

test.each([
	['a', 'A'],
	['abcd', 'ABCD'],
	['abcd1', 'ABCD-1'],
	['abcd-1', 'ABCD-1'],
	['abcd 12 34', 'ABCD-1234'],
	['', ''],
	['abcd-12345x', 'abcd-12345x'],
	['Code: ABCD', 'Code: ABCD'],
])('%j is formatted as %j while it is typed', (typed, formatted) => {
	expect(formatTypedCode(typed)).toBe(formatted);
});
