/** Names of the fragment's parameters: the key's fingerprint, and the PKCE challenge of a sign-in. */
const PIN = 'k';
const CHALLENGE = 'c';
/** Both are SHA-256 in base64url. */
const HASH = /^[A-Za-z0-9_-]{43}$/;

/**
 * The link that is sent to the person: the verification URI with the key's fingerprint in its fragment,
 * which browsers never send to a server (RFC 3986 section 3.5).
 * @param fingerprint as `keyFingerprint` gives it
 * @param challenge of a sign-in whose code the agent redeems: RFC 7636's `code_challenge`
 * @example pinLink('https://broker.example/connect/ABCD-1234', await keyFingerprint(publicKey));
 */
export function pinLink(verificationUri: string, fingerprint: string, challenge?: string): string {
	const [address = verificationUri] = verificationUri.split('#', 1);
	const pin = `${address}#${PIN}=${fingerprint}`;
	return challenge === undefined ? pin : `${pin}&${CHALLENGE}=${challenge}`;
}

/** What a link's fragment says about the key: nothing, a fingerprint to hold it to, or something unreadable. */
export type Pin =
	| { readonly kind: 'absent' }
	| { readonly kind: 'fingerprint'; readonly fingerprint: string; readonly challenge?: string }
	| { readonly kind: 'malformed' };

/**
 * Reads the pin from a URL's fragment. One that is damaged or given twice is malformed, not absent: a link that was
 * meant to pin a key must never be taken for one that was not.
 * @param fragment as `location.hash` gives it, with or without the leading `#`
 */
export function readPin(fragment: string): Pin {
	const parameters = new URLSearchParams(fragment.replace(/^#/, ''));
	const fingerprints = parameters.getAll(PIN);
	const challenges = parameters.getAll(CHALLENGE);
	const [fingerprint] = fingerprints;
	const [challenge] = challenges;
	if (fingerprint === undefined && challenge === undefined) return { kind: 'absent' };
	if (fingerprints.length > 1 || challenges.length > 1) return { kind: 'malformed' };
	if (fingerprint === undefined || !HASH.test(fingerprint)) return { kind: 'malformed' };
	if (challenge === undefined) return { kind: 'fingerprint', fingerprint };
	return HASH.test(challenge) ? { kind: 'fingerprint', fingerprint, challenge } : { kind: 'malformed' };
}
