import { base64UrlDecode, base64UrlEncode, randomBytes, type Bytes } from './encoding';
import { codeBytes, codeOfBytes, normalizeUserCode, USER_CODE_BYTES } from './user-code';

/** Random bytes of a long link: 128 bits. */
export const LINK_SECRET_BYTES = 16;
/** Characters of a long link. */
export const LONG_LINK_LENGTH = ((USER_CODE_BYTES + LINK_SECRET_BYTES) / 3) * 4;
const LONG_LINK = new RegExp(`^[A-Za-z0-9_-]{${String(LONG_LINK_LENGTH)}}$`);

/** What stands in a link, or in a call's address, to say which session is meant. */
export interface Link {
	/** The user code in its normal form, `ABCD1234`. */
	readonly code: string;
	/** The random bytes of a long link; undefined where there is nothing but a code. */
	readonly secret?: Bytes;
}

/**
 * What a long link ends with: base64url of the code's 40 bits and 128 random bits, 28 characters. A session that is
 * found by its code for a while only is found by this as long as it lives.
 * @param userCode in any form
 * @param secret 16 random bytes
 * @throws TypeError where the code is none
 * @example `https://broker.example/connect/${makeLink('ABCD-1234')}`;
 */
export function makeLink(userCode: string, secret: Uint8Array = randomBytes(LINK_SECRET_BYTES)): string {
	const code = normalizeUserCode(userCode);
	if (code === undefined || secret.length !== LINK_SECRET_BYTES) {
		throw new TypeError('expected a user code and 16 random bytes');
	}
	const bytes = new Uint8Array(USER_CODE_BYTES + LINK_SECRET_BYTES);
	bytes.set(codeBytes(code));
	bytes.set(secret, USER_CODE_BYTES);
	return base64UrlEncode(bytes);
}

/** Whether a text has the form of a long link. */
export function isLongLink(text: string): boolean {
	return LONG_LINK.test(text);
}

/**
 * Reads what {@link makeLink} makes, or a user code as a person types it. In a long link case matters.
 * @returns undefined where it is neither
 * @example readLink('abcd-l234')?.code; // 'ABCD1234'
 */
export function readLink(text: string): Link | undefined {
	if (!isLongLink(text)) {
		const code = normalizeUserCode(text);
		return code === undefined ? undefined : { code };
	}
	const bytes = base64UrlDecode(text);
	return { code: codeOfBytes(bytes), secret: bytes.slice(USER_CODE_BYTES) };
}
