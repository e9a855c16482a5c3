import { base64UrlEncode, randomBytes } from './encoding';

const TOKEN_BYTES = 32;

/** The secrets that travel as prefixed tokens, 256 random bits each, so that a leaked one is recognized. */
export const TOKEN_PREFIXES = { poll: 'pt_', connect: 'ct_', callback: 'cs_' } as const;

/** Which of the prefixed tokens is meant. */
export type TokenKind = keyof typeof TOKEN_PREFIXES;

/** A fresh token: the kind's prefix and base64url of 32 random bytes, 46 characters in all. */
export function makeToken(kind: TokenKind): string {
	return TOKEN_PREFIXES[kind] + base64UrlEncode(randomBytes(TOKEN_BYTES));
}

/** Whether a string has the shape of a token of that kind (and so is worth comparing). */
export function isToken(kind: TokenKind, text: string): boolean {
	return text.startsWith(TOKEN_PREFIXES[kind]) && /^.{3}[A-Za-z0-9_-]{43}$/.test(text);
}
