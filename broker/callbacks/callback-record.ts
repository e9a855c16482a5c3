import type { NewCallback } from '../sessions/callback-planner';
import { records } from '../sessions/records';
import type { RecordStore } from '../storage/record-store';
import type { Timings } from '../timings';

/** A session's callback and the state of its delivery. */
export interface CallbackRecord extends NewCallback {
	/** Key of the signatures. */
	readonly secret: string;
	/** Delivery attempts so far. */
	readonly attempts: number;
	/** Set once a delivery of `denied` was attempted: the session may be gone by the next attempt, and has not expired. */
	readonly denied?: true;
}

interface CallbackWriteDependencies {
	readonly store: RecordStore;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	readonly timings: Timings;
}

/** Seconds after a session's end in which `expired` can still be delivered. */
const GRACE = 60;

/** The callback, or undefined where there is none. */
export async function readCallback(store: RecordStore, id: string): Promise<CallbackRecord | undefined> {
	const [record] = await store.read([records.callback(id)]);
	return record as CallbackRecord | undefined;
}

/** Writes the callback; it is kept for a while after the session's end. */
export async function writeCallback(
	{ store, now, timings }: CallbackWriteDependencies,
	id: string,
	record: CallbackRecord,
): Promise<void> {
	await store.write(records.callback(id), record, record.expiresAt + GRACE * timings.second - now());
}
