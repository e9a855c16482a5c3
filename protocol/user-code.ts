import { randomBytes, sha256Hex, type Bytes } from './encoding';

/** Crockford base32: 32 letters and digits of which no two look alike (no I, L, O, U). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Letters of a user code, without its hyphen. */
export const USER_CODE_LENGTH = 8;
const BITS_PER_LETTER = 5;
/** Bytes that hold the 40 bits of a user code. */
export const USER_CODE_BYTES = (USER_CODE_LENGTH * BITS_PER_LETTER) / 8;
const NORMAL = new RegExp(`^[${ALPHABET}]{${String(USER_CODE_LENGTH)}}$`);

/** What people type for a letter that the alphabet leaves out. */
const LOOK_ALIKES: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

/**
 * A fresh user code of 40 random bits, written `ABCD-1234` (RFC 8628 section 6.1).
 * @param bytes as many random ones as a code has letters
 */
export function makeUserCode(bytes: Uint8Array = randomBytes(USER_CODE_LENGTH)): string {
	let letters = '';
	for (const byte of bytes) letters += ALPHABET.charAt(byte % ALPHABET.length);
	return formatUserCode(letters);
}

/**
 * The code as the protocol hashes it: upper case, without hyphen. Forgiving: case, spaces and hyphens are
 * ignored, O reads as 0, I and L as 1.
 * @returns undefined where the input cannot be a user code
 * @example normalizeUserCode(' abcd-l234 '); // 'ABCD1234'
 */
export function normalizeUserCode(input: string): string | undefined {
	const normal = input
		.toUpperCase()
		.replace(/[\s\-\u2010-\u2015]/g, '')
		.replace(/[OIL]/g, (letter) => LOOK_ALIKES[letter] ?? letter);
	return NORMAL.test(normal) ? normal : undefined;
}

/** A normalized code as people read it: two groups of four, `ABCD-1234`. */
export function formatUserCode(normal: string): string {
	return `${normal.slice(0, USER_CODE_LENGTH / 2)}-${normal.slice(USER_CODE_LENGTH / 2)}`;
}

/** The 40 bits of a normalized code, the first letter's first. */
export function codeBytes(normal: string): Bytes {
	let bits = 0n;
	for (const letter of normal) bits = (bits << BigInt(BITS_PER_LETTER)) | BigInt(ALPHABET.indexOf(letter));
	return Uint8Array.from({ length: USER_CODE_BYTES }, (_, at) =>
		Number((bits >> BigInt(8 * (USER_CODE_BYTES - 1 - at))) & 0xffn),
	);
}

/** The normalized code whose 40 bits these bytes begin with. */
export function codeOfBytes(bytes: Uint8Array): string {
	let bits = 0n;
	for (const byte of bytes.subarray(0, USER_CODE_BYTES)) bits = (bits << 8n) | BigInt(byte);
	return Array.from({ length: USER_CODE_LENGTH }, (_, at) =>
		ALPHABET.charAt(Number((bits >> BigInt(BITS_PER_LETTER * (USER_CODE_LENGTH - 1 - at))) & 0x1fn)),
	).join('');
}

/** The session id of a normalized user code: its SHA-256 in lower-case hexadecimal. */
export function sessionIdOf(normalUserCode: string): Promise<string> {
	return sha256Hex(normalUserCode);
}
