import { createHmac, createSecretKey, randomBytes } from 'node:crypto';

/** Gives a session's pseudonym for logs: 16 hexadecimal characters from which its code cannot be found. */
export type Pseudonymizer = (sessionId: string) => string;

/**
 * Pseudonymizes sessions by HMAC-SHA-256. An unkeyed hash could be tried out: a user code has 40 bits.
 * @param key the same gives the same pseudonyms, in every broker and after a restart; a random one where there is none
 */
export function sessionPseudonymizer(key: string | undefined): Pseudonymizer {
	const secret = createSecretKey(key === undefined ? randomBytes(32) : Buffer.from(key));
	return (sessionId) => createHmac('sha256', secret).update(sessionId).digest('hex').slice(0, 16);
}
