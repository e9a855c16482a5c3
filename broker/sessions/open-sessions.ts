import type { ApiKey } from '../keys/api-key';

/** How many sessions each API key has open, counted over all brokers of one store. */
export interface OpenSessions {
	/**
	 * Counts a session in. @param lifetime milliseconds
	 * @throws ProblemError `too_many_sessions`
	 */
	takeOpen(caller: ApiKey, session: string, lifetime: number): Promise<void>;
	/** Counts a session out; never throws. @param owner id of the API key */
	leave(owner: string, session: string): void;
}
