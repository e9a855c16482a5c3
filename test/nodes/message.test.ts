import { messageFor, type MessageFacts } from '../../nodes/RequestCredential/message';

const FACTS: MessageFacts = {
	link: 'https://b/connect/ABCD-1234',
	code: 'ABCD-1234',
	displayName: 'ACME',
	reason: 'To read invoices.. ',
	minutes: 10,
	typedCode: false,
};

it('the standard text says what, why, how and how long', () => {
	expect(messageFor(FACTS, ' ')).toBe(
		'Please connect ACME: To read invoices.\nOpen https://b/connect/ABCD-1234 and check that the page shows the code ABCD-1234.\nThe link works for 10 minutes. What you enter is encrypted in your browser.',
	);
	expect(messageFor({ ...FACTS, reason: '', minutes: 1, typedCode: true }, '')).toBe(
		'Please connect ACME.\nOpen https://b/connect/ABCD-1234 and enter the code ABCD-1234.\nThe link works for one minute. What you enter is encrypted in your browser.',
	);
});

it('in a text of one’s own the placeholders are filled in, and everything else stays', () => {
	const text = '{link}|{code}|{displayName}|{reason}|{minutes}|{link}|{other}|{constructor}|{ link }|{}';
	expect(messageFor(FACTS, text)).toBe(
		'https://b/connect/ABCD-1234|ABCD-1234|ACME|To read invoices.. |10|https://b/connect/ABCD-1234|{other}|{constructor}|{ link }|{}',
	);
});

it('what is filled in is not filled in again', () => {
	expect(messageFor({ ...FACTS, displayName: '{code}', reason: '$&' }, '{displayName} {reason}')).toBe(
		'{code} $&',
	);
});
