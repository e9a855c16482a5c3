/** A callback as an agent asks for it. */
export interface NewCallback {
	readonly url: string;
	/** Whether the receiver acknowledges a delivery by repeating its id in the response. */
	readonly acknowledges: boolean;
	/** The end of the session, in milliseconds since the epoch. */
	readonly expiresAt: number;
}

/** Plans the callbacks that report how a session ended. */
export interface CallbackPlanner {
	/**
	 * Checks that the broker may call an address.
	 * @throws ProblemError `invalid_request`
	 */
	check(address: string): void;
	/**
	 * Stores the callback of a session that is being created.
	 * @returns the secret that signs the calls
	 */
	begin(sessionId: string, callback: NewCallback): Promise<string>;
	/**
	 * Plans a call for a session that is about to be decided, so that another broker makes it should this one die.
	 * @returns whether the session has a callback
	 */
	deciding(sessionId: string): Promise<boolean>;
	/** Makes the call now: the session has been decided. */
	decided(sessionId: string): Promise<void>;
	/** Deletes the callback. */
	forget(sessionId: string): Promise<void>;
}

/** The callback that a request asks for. @param expiresAt the end of the session, in milliseconds since the epoch */
export function newCallback(
	members: { readonly callback_url: string; readonly callback_acknowledges?: boolean },
	expiresAt: number,
): NewCallback {
	return { url: members.callback_url, acknowledges: members.callback_acknowledges ?? false, expiresAt };
}
