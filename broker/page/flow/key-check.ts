import { keyFingerprint } from '../../../protocol/key-fingerprint';
import type { Pin } from '../../../protocol/verification-link';

/** What holding the broker's key against the link's fragment gives. */
export type KeyCheck = 'verified' | 'not-pinned' | 'mismatch' | 'malformed';

/**
 * Compares the key that the broker served with the fingerprint in the link. A key that cannot even be read is
 * never the one that was pinned.
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
