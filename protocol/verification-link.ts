/** Name of the fragment parameter that carries the key's fingerprint. */
const PIN = 'k';
const FINGERPRINT = /^[A-Za-z0-9_-]{43}$/;

/**
 * The link that is sent to the person: the verification URI with the key's fingerprint in its fragment,
 * which browsers never send to a server (RFC 3986 section 3.5).
 * @param fingerprint as `keyFingerprint` gives it
 * @example pinLink('https://broker.example/connect/ABCD-1234', await keyFingerprint(publicKey));
 */
export function pinLink(verificationUri: string, fingerprint: string): string {
	const [address = verificationUri] = verificationUri.split('#', 1);
	return `${address}#${PIN}=${fingerprint}`;
}

/** What a link's fragment says about the key: nothing, a fingerprint to hold it to, or something unreadable. */
export type Pin =
	| { readonly kind: 'absent' }
	| { readonly kind: 'fingerprint'; readonly fingerprint: string }
	| { readonly kind: 'malformed' };

/**
 * Reads the pin from a URL's fragment. A `k` that is damaged or given twice is malformed, not absent: a link
 * that was meant to pin a key must never be taken for one that was not.
 * @param fragment as `location.hash` gives it, with or without the leading `#`
 */
export function readPin(fragment: string): Pin {
	const values = new URLSearchParams(fragment.replace(/^#/, '')).getAll(PIN);
	const [fingerprint] = values;
	if (fingerprint === undefined) return { kind: 'absent' };
	if (values.length > 1 || !FINGERPRINT.test(fingerprint)) return { kind: 'malformed' };
	return { kind: 'fingerprint', fingerprint };
}
