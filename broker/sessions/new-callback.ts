/** A callback as an agent asks for it. */
export interface NewCallback {
	/** Where to call. */
	readonly url: string;
	/** Whether the receiver repeats the delivery's id in its answer. */
	readonly acknowledges: boolean;
	/** When the session's time is up, in milliseconds since the epoch. */
	readonly expiresAt: number;
}

/** The members of a request that ask for one. */
interface CallbackMembers {
	readonly callback_url: string;
	readonly callback_acknowledges?: boolean;
}

/** What a request asks for, on a session whose time is up then (milliseconds since the epoch). */
export function newCallback(members: CallbackMembers, expiresAt: number): NewCallback {
	return { url: members.callback_url, acknowledges: members.callback_acknowledges ?? false, expiresAt };
}
