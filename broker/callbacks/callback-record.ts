import type { NewCallback } from '../sessions/callback-planner';
import type { StoredRecord } from '../storage/record-store';

/** How a session ended, as far as callbacks tell it. */
export type CallbackStatus = 'ready' | 'denied' | 'expired';

/**
 * The record `callback` of a session: whom to call, and how far that is. It is removed once the call was taken or
 * refused, and replaced where the agent registers another one; its version tells which one a result belongs to.
 */
export interface CallbackRecord extends NewCallback {
	/** Attempts to tell how it ended that were begun. */
	readonly attempts: number;
	/** Which end the last attempt told or tried to tell; undefined before the first. */
	readonly told?: CallbackStatus;
	/** Attempts to tell that the request was opened, which count apart; and whether it was taken or refused. */
	readonly opened?: { readonly attempts: number; readonly done: boolean };
}

/** The record of a callback that nobody has been called for. */
export function unattempted(callback: NewCallback): CallbackRecord {
	return { ...callback, attempts: 0 };
}

/** The callback of a session as it was read, or undefined where there is none. */
export function callbackOf(record: StoredRecord | undefined): CallbackRecord | undefined {
	return record?.value as CallbackRecord | undefined;
}
