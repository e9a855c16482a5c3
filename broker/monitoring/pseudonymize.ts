import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { RecentMap } from '../limits/recent-map';

/** Pseudonyms that are remembered: a session has several lines, mostly one soon after another. */
const REMEMBERED = 4_096;
/** Milliseconds. */
const REMEMBERED_FOR = 60_000;

/** Gives a session's pseudonym for logs: 16 hexadecimal characters from which its code cannot be found. */
export type Pseudonymizer = (sessionId: string) => string;

/**
 * Pseudonymizes sessions by HMAC-SHA-256. An unkeyed hash could be tried out: a user code has 40 bits.
 * @param key the same gives the same pseudonyms, in every broker and after a restart; a random one where there is none
 */
export function sessionPseudonymizer(key: string | undefined): Pseudonymizer {
	const secret = createSecretKey(key === undefined ? randomBytes(32) : Buffer.from(key));
	const recent = new RecentMap<string>(REMEMBERED_FOR, REMEMBERED);
	return (sessionId) => {
		const now = performance.now();
		const known = recent.get(sessionId, now);
		if (known !== undefined) return known;
		const pseudonym = createHmac('sha256', secret).update(sessionId).digest('hex').slice(0, 16);
		recent.set(sessionId, pseudonym, now);
		return pseudonym;
	};
}
