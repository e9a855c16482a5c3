import type { CallbackEvent } from '../../protocol/messages';
import type { Origin } from '../keys/origin';
import type { Asked } from './session';

/** A callback as it is to be stored. */
export interface NewCallback {
	readonly url: string;
	/** Whether the receiver acknowledges a delivery by repeating its id in the response. */
	readonly acknowledges: boolean;
	/** Key of the signatures. */
	readonly secret: string;
	/** What it is called for; undefined for all but `opened`. */
	readonly events?: readonly CallbackEvent[];
	/** The end of the session, in milliseconds since the epoch, by the store's clock. */
	readonly expiresAt: number;
	/** The id of the API key that created the session; undefined where the broker has no keys. */
	readonly owner?: string;
}

/** Seconds after a session's end in which `expired` can still be delivered. */
export const CALLBACK_GRACE = 60;

/** Plans the callbacks that report how a session ended. */
export interface CallbackPlanner {
	/**
	 * Checks that the broker may call an address.
	 * @throws ProblemError `invalid_request`
	 */
	check(address: string): void;
	/** The record `callback` of a session. */
	record(callback: NewCallback): unknown;
	/** A session with a callback is being created. @param lifetime milliseconds @throws StoreUnavailable */
	created(sessionId: string, lifetime: number): Promise<void>;
	/**
	 * A session is about to be confirmed, and then ends earlier than planned unless it is answered.
	 * @param time milliseconds until then @throws StoreUnavailable
	 */
	confirming(sessionId: string, time: number): Promise<void>;
	/**
	 * A session is about to be decided: should this broker die, another one makes the call.
	 * @throws StoreUnavailable
	 */
	deciding(sessionId: string): Promise<void>;
	/** A session has been decided, has expired, or was opened: the call is made now. Never throws. */
	decided(sessionId: string): void;
	/**
	 * A session's callback was set or replaced.
	 * @param delay milliseconds until it is due: 0 where the session is decided already @throws StoreUnavailable
	 */
	replaced(sessionId: string, delay: number): Promise<void>;
	/**
	 * Whether a connection to an address can be opened now.
	 * @throws ProblemError `invalid_request` where the broker may not call it
	 */
	reach(address: string, origin: Origin): Promise<boolean>;
	/** A session is gone, and its records with it. Never throws. */
	forget(sessionId: string): void;
}

/** The callback that a request asks for. */
export function newCallback(
	members: {
		readonly callback_url: string;
		readonly callback_acknowledges?: boolean | undefined;
		readonly callback_events?: readonly CallbackEvent[] | undefined;
	},
	secret: string,
	{ expiresAt, owner }: Pick<Asked, 'expiresAt' | 'owner'>,
): NewCallback {
	return {
		url: members.callback_url,
		acknowledges: members.callback_acknowledges ?? false,
		...(members.callback_events && { events: members.callback_events }),
		secret,
		expiresAt,
		...(owner !== undefined && { owner }),
	};
}
