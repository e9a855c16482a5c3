/** Bytes backed by a plain ArrayBuffer, which is what Web Crypto takes and gives. */
export type Bytes = Uint8Array<ArrayBuffer>;

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const BASE64URL = /^[A-Za-z0-9_-]*$/;
const CHUNK = 0x8000;

/** UTF-8 bytes of a string. */
export function utf8Encode(text: string): Bytes {
	return new TextEncoder().encode(text);
}

/**
 * Text of UTF-8 bytes.
 * @throws TypeError where the bytes are not well-formed UTF-8
 */
export function utf8Decode(bytes: Bytes): string {
	return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** Standard base64 with padding (RFC 4648 section 4). */
export function base64Encode(bytes: Bytes): string {
	let binary = '';
	for (let at = 0; at < bytes.length; at += CHUNK) {
		binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
	}
	return btoa(binary);
}

/**
 * Bytes of standard, padded base64 (RFC 4648 section 4); nothing else is let through, white space included.
 * @throws TypeError where the text is not that
 */
export function base64Decode(text: string): Bytes {
	if (text.length % 4 !== 0 || !BASE64.test(text))
		throw new TypeError('expected standard base64 with padding');
	const binary = atob(text);
	const bytes = new Uint8Array(binary.length);
	for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
	return bytes;
}

/** base64url without padding (RFC 4648 section 5). */
export function base64UrlEncode(bytes: Bytes): string {
	return base64Encode(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * Bytes of unpadded base64url (RFC 4648 section 5).
 * @throws TypeError where the text is not that
 */
export function base64UrlDecode(text: string): Bytes {
	if (!BASE64URL.test(text) || text.length % 4 === 1) {
		throw new TypeError('expected base64url without padding');
	}
	const standard = text.replaceAll('-', '+').replaceAll('_', '/');
	return base64Decode(standard.padEnd(Math.ceil(text.length / 4) * 4, '='));
}

/** Lower-case hexadecimal. */
export function hexEncode(bytes: Bytes): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** SHA-256 (FIPS 180-4) of the bytes: 32 bytes. */
export async function sha256(bytes: Bytes): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** SHA-256 of a string's UTF-8 bytes, in lower-case hexadecimal (64 characters). */
export async function sha256Hex(text: string): Promise<string> {
	return hexEncode(await sha256(utf8Encode(text)));
}

/** Cryptographically random bytes. */
export function randomBytes(length: number): Bytes {
	return crypto.getRandomValues(new Uint8Array(length));
}
