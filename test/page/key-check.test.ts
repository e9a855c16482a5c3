import { checkKey } from '../../broker/page/flow/key-check';
import { makeKeyPair } from '../../protocol/envelope';
import { keyFingerprint } from '../../protocol/key-fingerprint';
import { readPin } from '../../protocol/verification-link';

let publicKey: string;
let fingerprint: string;
beforeAll(async () => {
	({ publicKey } = await makeKeyPair());
	fingerprint = await keyFingerprint(publicKey);
});

test('the fingerprint of the key verifies it', async () => {
	expect(await checkKey(readPin(`#k=${fingerprint}`), publicKey)).toBe('verified');
});

test('the fingerprint of another key is a mismatch', async () => {
	const other = await makeKeyPair();
	expect(await checkKey(readPin(`#k=${fingerprint}`), other.publicKey)).toBe('mismatch');
});

test.each(['', 'no key', '!'])('a key that cannot be read is a mismatch: %j', async (unreadable) => {
	expect(await checkKey(readPin(`#k=${fingerprint}`), unreadable)).toBe('mismatch');
});

test.each(['#k=', '#k=AAAA'])('a malformed fingerprint stays one, whatever the key: %s', async (fragment) => {
	expect(await checkKey(readPin(fragment), publicKey)).toBe('malformed');
	expect(await checkKey(readPin(fragment), 'no key')).toBe('malformed');
});

test.each(['', '#', '#other'])('without a fingerprint nothing is compared: %j', async (fragment) => {
	expect(await checkKey(readPin(fragment), publicKey)).toBe('not-pinned');
});
