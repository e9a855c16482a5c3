import { previewOf } from '../../nodes/AwaitCredential/preview';

const LONG = 'sk-live-4f9c1d7e8a2b.~_+/=wxyz';

it('shows the last four characters of long keys', () => {
	expect(previewOf({ api_key: ` ${LONG}\n`, token: 'a'.repeat(20) })).toEqual({
		api_key: '…wxyz',
		token: '…aaaa',
	});
});

it.each([
	['short', { api_key: 'a'.repeat(19) }],
	['short without its white space', { api_key: `${'a'.repeat(19)}    ` }],
	['named as a password', { password: LONG }],
	['named as a passphrase', { PassPhrase: LONG }],
	['named as a PIN', { pin_code: LONG }],
	['a private key', { private_key: LONG }],
	['an answer', { secret_question: LONG }],
	['text', { note: 'a text with several words' }],
	['of other letters', { api_key: 'ü'.repeat(30) }],
	['several lines', { certificate: `${LONG}\n${LONG}` }],
])('shows nothing of a value that is %s', (_, fields) => {
	expect(previewOf(fields)).toEqual({});
});
