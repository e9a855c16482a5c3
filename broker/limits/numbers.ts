/** The limits that are no settings, because nobody has a reason to change them. */
export const NUMBERS = {
	/** Calls of the page by one network for one session, a minute. */
	pageCalls: 10,
	/** Failed look-ups by one network, a minute. */
	failures: 20,
	/** Failed look-ups by all networks together, a minute; from then on … */
	failuresInAll: 600,
	/** … a network has this part of what it has otherwise. */
	failuresHeldTo: 1 / 20,
	/** Calls with a missing or wrong API key by one network, a minute. */
	wrongKeys: 20,
	/** Callbacks registered for one session, a minute. */
	callbacks: 10,
	/** How often one broker hands out the envelope of one session, a minute. */
	collections: 10,
	/** Polls of one session that wait on one broker. */
	waits: 8,
} as const;
