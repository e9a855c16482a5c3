import type { NewCallback } from '../sessions/new-callback';
import { records } from '../sessions/records';
import type { RecordStore } from '../storage/record-store';

/** Where a session's end is told, and how often that was tried. */
export interface CallbackRecord extends NewCallback {
	/** Keys the signatures. */
	readonly secret: string;
	/** Deliveries tried so far. */
	readonly attempts: number;
	/** That the person declined, once that was to be told: a session that is gone afterwards has not expired. */
	readonly denied?: true;
}

/** Milliseconds after a session's end in which `expired` may still be told. */
const GRACE = 60_000;

/** The record, or undefined where nobody is to be called. */
export async function readCallback(store: RecordStore, id: string): Promise<CallbackRecord | undefined> {
	const [record] = await store.read([records.callback(id)]);
	return record as CallbackRecord | undefined;
}

/** Writes the record; it outlives its session by so long that `expired` can be told. */
export async function writeCallback(
	store: RecordStore,
	id: string,
	record: CallbackRecord,
	now: number,
): Promise<void> {
	await store.write(records.callback(id), record, record.expiresAt + GRACE - now);
}
