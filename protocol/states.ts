/**
 * The states a session can be in, as the agent's polls name them. `pending` and `confirmed` wait for the
 * person; `ready` holds a ciphertext; `denied` and `consumed` are terminal. A session whose time is up has no
 * state: it is answered like one that never was (404).
 */
export const SESSION_STATES = ['pending', 'confirmed', 'ready', 'denied', 'consumed'] as const;

/** One of {@link SESSION_STATES}. */
export type SessionState = (typeof SESSION_STATES)[number];

/** Whether nothing can change any more except time: polls may stop. */
export function isTerminal(state: SessionState): boolean {
	return state === 'denied' || state === 'consumed';
}

/** Whether the session still waits for the person. */
export function isWaiting(state: SessionState): state is 'pending' | 'confirmed' {
	return state === 'pending' || state === 'confirmed';
}
