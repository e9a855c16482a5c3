import fc from 'fast-check';
import { pinLink, readPin } from '../../protocol/verification-link';

const FINGERPRINT = 'nWPjl2xhGp5p-q3uF4cqU0WBfk_YCUPZPtYoOUej1V8';
const fingerprints = fc
	.uint8Array({ minLength: 32, maxLength: 32 })
	.map((array) => Buffer.from(array).toString('base64url'));

test('a pinned link carries the fingerprint behind the #, where no broker sees it', () => {
	const link = pinLink('https://broker.example.com/connect/ABCD-1234', FINGERPRINT);
	expect(link).toBe(`https://broker.example.com/connect/ABCD-1234#k=${FINGERPRINT}`);
	expect(new URL(link).href.split('#')[0]).not.toContain(FINGERPRINT);
});

test('a fragment that was there is replaced', () => {
	expect(pinLink('https://b/connect#k=old', FINGERPRINT)).toBe(`https://b/connect#k=${FINGERPRINT}`);
});

test('what is pinned is read again, with or without the #', () => {
	fc.assert(
		fc.property(fingerprints, (fingerprint) => {
			const { hash } = new URL(pinLink('https://b/connect/ABCD-1234', fingerprint));
			expect(readPin(hash)).toEqual({ kind: 'fingerprint', fingerprint });
			expect(readPin(hash.slice(1))).toEqual({ kind: 'fingerprint', fingerprint });
		}),
	);
});

test.each(['', '#', '#top', '#K=x', '#kk=x', '#x=k'])('%j pins nothing', (fragment) => {
	expect(readPin(fragment)).toEqual({ kind: 'absent' });
});

test.each([
	['empty', '#k='],
	['without a value', '#k'],
	['cut off', `#k=${FINGERPRINT.slice(1)}`],
	['too long', `#k=${FINGERPRINT}A`],
	['followed by what a chat program swallowed', `#k=${FINGERPRINT}.`],
	['in another alphabet', `#k=${FINGERPRINT.replace('-', '+')}`],
	['given twice', `#k=${FINGERPRINT}&k=${FINGERPRINT}`],
	['given twice, once empty', `#k=${FINGERPRINT}&k=`],
	['percent-encoded beyond recognition', `#k=%ff${FINGERPRINT.slice(3)}`],
])('a pin that is %s is malformed, never absent', (_, fragment) => {
	expect(readPin(fragment)).toEqual({ kind: 'malformed' });
});

test('whatever the fragment, it throws nothing and gives only well-formed fingerprints', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (text) => {
			const pin = readPin(`#k=${text}`);
			if (pin.kind === 'fingerprint') expect(pin.fingerprint).toMatch(/^[A-Za-z0-9_-]{43}$/);
			expect(pin.kind).not.toBe('absent');
		}),
		{ numRuns: 1_000 },
	);
});

describe('the challenge of a sign-in', () => {
	const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

	test('stands beside the fingerprint, and is read again', () => {
		const link = pinLink('https://b/connect/ABCD-1234', FINGERPRINT, CHALLENGE);
		expect(link).toBe(`https://b/connect/ABCD-1234#k=${FINGERPRINT}&c=${CHALLENGE}`);
		expect(readPin(new URL(link).hash)).toEqual({
			kind: 'fingerprint',
			fingerprint: FINGERPRINT,
			challenge: CHALLENGE,
		});
	});

	test.each([
		['without a fingerprint', `#c=${CHALLENGE}`],
		['empty', `#k=${FINGERPRINT}&c=`],
		['cut off', `#k=${FINGERPRINT}&c=${CHALLENGE.slice(1)}`],
		['given twice', `#k=${FINGERPRINT}&c=${CHALLENGE}&c=${CHALLENGE}`],
	])('that is %s is malformed, never absent', (_, fragment) => {
		expect(readPin(fragment)).toEqual({ kind: 'malformed' });
	});
});
