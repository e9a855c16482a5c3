import { messageFor, timeInWords, type MessageFacts } from '../../nodes/RequestCredential/message';

const FACTS: MessageFacts = {
	link: 'https://b/connect/ABCD-1234',
	code: 'ABCD-1234',
	displayName: 'ACME',
	reason: 'To read invoices.. ',
	seconds: 600,
	typedCode: false,
};

it('the standard text says what, why, how and how long', () => {
	expect(messageFor(FACTS, ' ')).toBe(
		'Please connect ACME: To read invoices.\nOpen https://b/connect/ABCD-1234 and check that the page shows the code ABCD-1234.\nThe link works for 10 minutes. What you enter is encrypted in your browser.',
	);
	expect(messageFor({ ...FACTS, reason: '', seconds: 59, typedCode: true }, '')).toBe(
		'Please connect ACME.\nOpen https://b/connect/ABCD-1234 and enter the code ABCD-1234.\nThe link works for one minute. What you enter is encrypted in your browser.',
	);
});

it('in a text of one’s own the placeholders are filled in, and everything else stays', () => {
	const text =
		'{link}|{code}|{displayName}|{reason}|{minutes}|{time}|{link}|{other}|{constructor}|{ link }|{}';
	expect(messageFor(FACTS, text)).toBe(
		'https://b/connect/ABCD-1234|ABCD-1234|ACME|To read invoices.. |10|10 minutes|https://b/connect/ABCD-1234|{other}|{constructor}|{ link }|{}',
	);
});

it('what is filled in is not filled in again', () => {
	expect(messageFor({ ...FACTS, displayName: '{code}', reason: '$&' }, '{displayName} {reason}')).toBe(
		'{code} $&',
	);
});

it.each([
	[20, 'one minute'],
	[60, 'one minute'],
	[599, '10 minutes'],
	[3_600, 'one hour'],
	[5_400, '90 minutes'],
	[7_198, '2 hours'],
	[10_000, '2 hours'],
	[86_400, '24 hours'],
	[172_799, '2 days'],
	[604_799, '7 days'],
	[604_000, '6 days'],
])('%d seconds are %s, and never more than there are', (seconds, words) => {
	expect(timeInWords(seconds)).toBe(words);
});
