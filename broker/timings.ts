/**
 * How long the broker waits for what, and how often it looks. None of it is a setting: operators have no reason to
 * change it, and tests pass shorter times in, so that a promise of a minute is tested in milliseconds. Milliseconds
 * everywhere.
 */
export interface Timings {
	/** How long a second of a session's life lasts: its lifetime, poll interval, long poll and collection window. */
	readonly second: number;
	/** For one callback, from resolving its host's name to its answer. */
	readonly callbackTimeout: number;
	/** After which a call that is not answered makes room for others that can be. */
	readonly callbackQuick: number;
	/** For calls under way to end once the broker is to stop. */
	readonly callbackDrain: number;
	/** Between two looks at which callbacks are due. */
	readonly callbackInterval: number;
	/** For which a due callback belongs to one broker; longer than a call can take. */
	readonly callbackLease: number;
	/** Before a callback that was not taken is tried again; twice as long after each further try … */
	readonly callbackFirstDelay: number;
	/** … up to this. */
	readonly callbackLongestDelay: number;
	/** After which another broker looks at a session that was about to be decided. */
	readonly callbackDecisionDelay: number;
	/** To try whether a callback's address can be reached. */
	readonly reachTimeout: number;
	/** For a provider to answer a call, from resolving its host's name to the last byte. */
	readonly providerTimeout: number;
	/** Before a provider that did not describe itself is asked again. */
	readonly providerRetryDelay: number;
	/** Between two queries for sessions that are about to expire. */
	readonly expiryInterval: number;
	/** Before its end at which a session is taken up; longer than the interval, so that it is taken up in time. */
	readonly expiryLead: number;
	/** Before its end at which an undecided session counts as expired: after its end there is nothing left to read. */
	readonly expiryMargin: number;
	/** For which a session that is about to expire belongs to one broker. */
	readonly expiryLease: number;
	/** Between two queries for sessions that an operator wants ended. */
	readonly endRequestsInterval: number;
	/** For which such a session belongs to one broker. */
	readonly endRequestsLease: number;
	/** Between two times that a broker tells the others which API keys it has. */
	readonly keyClaimInterval: number;
	/** After which a key that no broker has told of any more counts as removed. */
	readonly keyClaimLifetime: number;
	/** Between two checks whether the API keys file has changed. */
	readonly keysInterval: number;
	/** Before a line of the audit log that could not be written is tried again. */
	readonly auditRetryDelay: number;
	/** Between two anchors of the audit log. */
	readonly auditAnchorInterval: number;
	/** For the headers of a request to arrive. */
	readonly headersTimeout: number;
	/** For a whole request to arrive. */
	readonly requestTimeout: number;
	/** For which the client of a large answer may take nothing of it. */
	readonly answerTimeout: number;
	/** Between two checks of these two. */
	readonly connectionsCheckingInterval: number;
	/** For connections to end once the broker is to stop. */
	readonly drainLimit: number;
}

/** The times of a broker in use. */
export const TIMINGS: Timings = {
	second: 1_000,
	callbackTimeout: 10_000,
	callbackQuick: 500,
	callbackDrain: 3_000,
	callbackInterval: 1_000,
	callbackLease: 20_000,
	callbackFirstDelay: 1_000,
	callbackLongestDelay: 30_000,
	callbackDecisionDelay: 3_000,
	reachTimeout: 3_000,
	providerTimeout: 10_000,
	providerRetryDelay: 30_000,
	expiryInterval: 1_000,
	expiryLead: 3_000,
	expiryMargin: 50,
	expiryLease: 20_000,
	endRequestsInterval: 1_000,
	endRequestsLease: 20_000,
	keyClaimInterval: 30_000,
	keyClaimLifetime: 600_000,
	keysInterval: 1_000,
	auditRetryDelay: 1_000,
	auditAnchorInterval: 3_600_000,
	headersTimeout: 10_000,
	requestTimeout: 30_000,
	answerTimeout: 30_000,
	connectionsCheckingInterval: 2_000,
	drainLimit: 9_000,
};
