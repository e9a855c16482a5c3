import { createHash, timingSafeEqual } from 'node:crypto';

/** SHA-256 of a token in lower-case hexadecimal, as it is stored. */
export function hashToken(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}

/** Whether a token has that hash, compared in constant time. */
export function tokenMatches(token: string, hash: string): boolean {
	return timingSafeEqual(Buffer.from(hashToken(token)), Buffer.from(hash));
}
