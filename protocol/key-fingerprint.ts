import { base64Decode, base64UrlEncode, sha256, type Bytes } from './encoding';

const PEM = /^\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\s*$/;

/**
 * The DER SubjectPublicKeyInfo bytes of a public key given as base64 of DER or as PEM (RFC 7468).
 * @throws TypeError where it is neither
 */
export function spkiBytes(publicKey: string): Bytes {
	const pem = PEM.exec(publicKey);
	return base64Decode(pem?.[1] === undefined ? publicKey : pem[1].replace(/\s/g, ''));
}

/**
 * The fingerprint that pins a key in the link: base64url SHA-256 of its SubjectPublicKeyInfo bytes
 * (43 characters).
 * @param publicKey base64 of DER, or PEM
 * @throws TypeError where the key is neither
 */
export async function keyFingerprint(publicKey: string): Promise<string> {
	return base64UrlEncode(await sha256(spkiBytes(publicKey)));
}
