import { normalLink } from './address';

/** A code, or a link, as somebody typed or pasted it. */
export interface TypedCode {
	/** `ABCD-1234`, or the 28 characters of a long link. */
	readonly link: string;
	/** Whether it is more than a code: a long link, or a link with a fingerprint. Then it is opened as its address is. */
	readonly whole: boolean;
	/** The fragment with the key's fingerprint, `#k=…`, where a whole link was pasted. */
	readonly fragment?: string;
}

const CODE = 'ABCD-1234';
const IN_LINK = /\/connect\/([^/?#\s]+)(#\S+)?/;
const IN_MESSAGE = /(?:^|[\s:"'(])([0-9A-Z]{4}[-\u2010-\u2015][0-9A-Z]{4})(?=$|[\s.,;:"')])/i;

/**
 * Reads a code, also out of a pasted link or a pasted message.
 * @returns undefined where there is none
 */
export function readTypedCode(text: string): TypedCode | undefined {
	const inLink = IN_LINK.exec(text);
	const candidate = inLink?.[1] ?? IN_MESSAGE.exec(text)?.[1] ?? text;
	const normal = normalLink(candidate.trim());
	if (normal === undefined) return undefined;
	const fragment = inLink?.[2];
	const whole = fragment !== undefined || normal.length > CODE.length;
	return { link: normal, whole, ...(fragment === undefined ? {} : { fragment }) };
}

const PART_OF_CODE = /^[0-9A-Z\s-]{0,10}$/i;

/**
 * Formats a code while it is typed: upper case, with a hyphen after the fourth character. What is longer was pasted,
 * and stays as it is.
 */
export function formatTypedCode(text: string): string {
	if (!PART_OF_CODE.test(text)) return text;
	const characters = text.toUpperCase().replace(/[^0-9A-Z]/g, '');
	return characters.length > 4 ? `${characters.slice(0, 4)}-${characters.slice(4)}` : characters;
}
