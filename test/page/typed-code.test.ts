import { makeLink } from '../../protocol/long-link';
import { formatTypedCode, readTypedCode } from '../../broker/page/typed-code';

const LONG = makeLink('ABCD-1234');
const PIN = `#k=${'A'.repeat(43)}`;

test.each([
	['ABCD-1234', { link: 'ABCD-1234', whole: false }],
	['abcd1234', { link: 'ABCD-1234', whole: false }],
	[' abcd 1234 ', { link: 'ABCD-1234', whole: false }],
	['ABCD\u20111234', { link: 'ABCD-1234', whole: false }],
	['Hello, your code: ABCD-1234.', { link: 'ABCD-1234', whole: false }],
	['(ABCD\u20131234)', { link: 'ABCD-1234', whole: false }],
	['https://example.com/connect/ABCD-1234', { link: 'ABCD-1234', whole: false }],
	[`https://example.com/connect/ABCD-1234${PIN}`, { link: 'ABCD-1234', whole: true, fragment: PIN }],
	[
		`Please open https://example.com/connect/ABCD-1234${PIN} now`,
		{ link: 'ABCD-1234', whole: true, fragment: PIN },
	],
	['https://example.com/connect/ABCD-1234?x=1', { link: 'ABCD-1234', whole: false }],
	[`https://example.com/connect/${LONG}${PIN}`, { link: LONG, whole: true, fragment: PIN }],
	[`Open https://example.com/connect/${LONG} please`, { link: LONG, whole: true }],
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
