import { keyFingerprint } from '../../../protocol/key-fingerprint';
import { readPin, type Pin } from '../../../protocol/verification-link';
import type { CredentialRequest } from '../state';
import type { Flow } from './flow';

/** The result of comparing the broker's key with the fingerprint in the link. */
export type KeyCheck = 'verified' | 'not-pinned' | 'mismatch' | 'malformed';

/**
 * Compares the key that the broker served with the fingerprint in the link. A key that cannot be read is a mismatch.
 * @param publicKey base64 of DER, or PEM
 */
export async function checkKey(pin: Pin, publicKey: string): Promise<KeyCheck> {
	if (pin.kind === 'absent') return 'not-pinned';
	if (pin.kind === 'malformed') return 'malformed';
	try {
		return (await keyFingerprint(publicKey)) === pin.fingerprint ? 'verified' : 'mismatch';
	} catch {
		return 'mismatch';
	}
}

/** Goes on only where the link has no fingerprint, or that of the key which the broker served. Else shows an error. */
export async function ifKeyMatches(
	flow: Flow,
	request: CredentialRequest,
	goOn: (request: CredentialRequest) => void,
): Promise<void> {
	const check = await checkKey(readPin(location.hash), request.session.public_key);
	if (check === 'mismatch' || check === 'malformed') flow.show({ view: 'key-error', reason: check });
	else goOn({ ...request, keyVerified: check === 'verified' });
}
