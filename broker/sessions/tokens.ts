import { hash, timingSafeEqual } from 'node:crypto';
import { TOKEN_PREFIXES, type TokenKind } from '../../protocol/tokens';
import { ofRandom } from './random';

/** A fresh token: the kind's prefix and base64url of 32 random bytes. */
export function newToken(kind: TokenKind): string {
	return TOKEN_PREFIXES[kind] + ofRandom(32, (bytes) => bytes.toString('base64url'));
}

/** SHA-256 in lower-case hexadecimal, as tokens are stored and sessions are named. @param content a text, or bytes */
export function sha256Hex(content: string | Uint8Array): string {
	return hash('sha256', content, 'hex');
}

/** Whether two hashes are the same, compared in constant time. */
export function hashesEqual(one: string, other: string): boolean {
	const [a, b] = [Buffer.from(one), Buffer.from(other)];
	return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Names an attempt by its Idempotency-Key. Attempts without one are all different, and never repeated.
 * @returns 32 hexadecimal digits
 */
export function attemptOf(idempotencyKey: string | undefined): string {
	return idempotencyKey === undefined
		? ofRandom(16, (bytes) => bytes.toString('hex'))
		: sha256Hex(idempotencyKey).slice(0, 32);
}
