import { createHmac, randomBytes } from 'node:crypto';

/** Gives a session's name in logs: 16 hexadecimal characters, and nothing that leads back to its code. */
export type SessionNamer = (sessionId: string) => string;

/**
 * Names sessions by a keyed hash. An unkeyed one could be tried out: a user code has 40 bits.
 * @param key the same gives the same names, in every broker and after a restart; a random one where there is none
 */
export function sessionNamer(key: string | undefined): SessionNamer {
	const secret = key ?? randomBytes(32);
	return (sessionId) => createHmac('sha256', secret).update(sessionId).digest('hex').slice(0, 16);
}
