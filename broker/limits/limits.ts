import type { Origin } from '../keys/origin';
import type { ApiKey } from '../keys/api-key';
import type { Pace } from './poll-pace';

/** What a call has taken of its limits. */
export interface TakenLimits {
	/** How the caller stands (draft-ietf-httpapi-ratelimit-headers): `RateLimit-Policy` and `RateLimit`, or nothing. */
	readonly headers: Readonly<Record<string, string>>;
	/**
	 * Gives back what only failures cost: the answer shows that nothing was guessed, or that nothing was made. Either this
	 * or {@link spend} is called, whichever way the call ends, and only the first counts. Never throws.
	 */
	readonly giveBack: () => void;
	/** What was taken stays taken: the answer tells whether a guess was right. Calls that wait for it are told. */
	readonly spend: () => void;
}

/**
 * Every limit that is counted (RFC 8628 section 5.1). Each method is one atomic take of all limits that the call falls
 * under: all of them or, where one is exceeded, none. All brokers of one store count together, unless it says otherwise;
 * while the store is away each counts for itself. What holds back one network holds back no other.
 *
 * Each `take…` throws ProblemError `rate_limited`, or `too_many_sessions` where the key has as many open as it may.
 */
export interface Limits {
	/** Before a session is created: those created by key and by network. Given back: all of it. */
	takeCreation(origin: Origin): Promise<TakenLimits>;
	/**
	 * A session of an API key is open. Where it is not created in the end, it has to be left.
	 * @param session its id @param lifetime milliseconds for which it counts as open, unless it is left before
	 */
	takeOpen(caller: ApiKey, session: string, lifetime: number): Promise<void>;
	/** A session is over, or collected: it is no longer open. Never throws. @param owner id of the API key */
	leave(owner: string, session: string): void;
	/**
	 * Before a session is looked for by its code: failed look-ups of the network, and calls of this network for this
	 * session on this broker. Given back: the failed look-up. Not given back in time, it holds up others of its network,
	 * so give it back once the session is found and before anything slow, such as reading a body.
	 * @param session the id that the code gives; undefined where it is no code at all, or calls for it are not limited
	 */
	takeLookUp(origin: Origin, session: string | undefined): Promise<TakenLimits>;
	/** After a call whose token or id was wrong, before that is said: a failed look-up of the network. */
	takeFailure(origin: Origin): Promise<void>;
	/** After a call with a missing or wrong API key, before that is said. */
	takeWrongKey(origin: Origin): Promise<void>;
	/** Before a callback is registered or replaced: by session, by network, and by key. Given back: all of it. */
	takeCallback(origin: Origin, session: string): Promise<TakenLimits>;
	/** Before an envelope is handed out, the first time and again: by session, on this broker. */
	takeCollection(origin: Origin, session: string): Promise<void>;
	/**
	 * A poll that does not wait: whether it keeps the interval, which grows by 5 seconds each time it does not
	 * (RFC 8628 section 3.5), to 60 at most. The same where limits are off: agents keep what the protocol says.
	 * @param interval seconds that the session began with
	 * @returns the seconds to keep from now on, and whether this poll came too soon
	 */
	takePoll(session: string, interval: number): Promise<Pace>;
	/**
	 * A poll that is going to wait: those of the session, of the network and of the key that wait on this broker.
	 * @returns ends the wait; undefined where there is no room, and the poll is answered at once
	 */
	enterWait(origin: Origin, session: string): (() => void) | undefined;
	/** Gives back what is kept for a moment. Before the store is closed. */
	close(): void;
}
