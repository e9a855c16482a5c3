import type { KeyvStoreAdapter } from 'keyv';
import { KeyvReader, type Row } from '../keyv-reader';
import type { InProcessNotifier } from '../notifier';
import { recordKey } from '../record-keys';
import {
	RECORD_NAMES,
	type Change,
	type Changed,
	type NewSession,
	type RecordName,
	type RecordStore,
	type StoredRecords,
} from '../record-store';
import type { StoreRoom } from '../storage';
import { StoreFull } from '../store-faults';
import { createVersions } from '../versions';
import { bytesOfRow, type MemoryAdapter } from './memory-adapter';

/** Bytes that are kept for the envelope of each session that has had none: as many as one of 2 KiB takes. */
const USUAL_ENVELOPE = bytesOfRow({ value: { version: '', value: 'x'.repeat(2_048) } });

/** A row that is about to be written. */
interface Draft {
	readonly name: RecordName;
	readonly row: Row;
	readonly bytes: number;
	readonly lifetime: number | undefined;
}

/**
 * Records in this process. Each verb that writes is done in one turn of the event loop, so that no other comes in
 * between.
 */
export class MemoryRecordStore implements RecordStore {
	readonly #reader: KeyvReader;
	readonly #nextVersion = createVersions();
	/** Bytes that the last new session had to find free. */
	#needed = 0;

	/** @param ceiling bytes */
	constructor(
		private readonly adapter: MemoryAdapter,
		private readonly ceiling: number,
		private readonly notifier: InProcessNotifier,
	) {
		// Keyv takes anything that has these verbs, whether or not it answers with a promise.
		this.#reader = new KeyvReader(adapter as unknown as KeyvStoreAdapter);
	}

	create(session: string, created: NewSession): Promise<boolean> {
		return this.#atOnce(() => this.#create(session, created));
	}

	read(session: string, names: readonly RecordName[]): Promise<StoredRecords> {
		return this.#reader.read(session, names);
	}

	change(session: string, change: Change): Promise<Changed | undefined> {
		return this.#atOnce(() => this.#change(session, change));
	}

	remove(session: string): Promise<boolean> {
		return this.#atOnce(() => {
			const removed = RECORD_NAMES.filter((name) => this.adapter.delete(recordKey(session, name)));
			if (removed.length > 0) this.notifier.notify(session);
			return removed.includes('state');
		});
	}

	ping(): Promise<void> {
		return Promise.resolve();
	}

	/** Full where another session like the last one would be refused. */
	room(): StoreRoom {
		return { full: !this.#fits(this.#needed), used: this.adapter.bytes / this.ceiling };
	}

	/** What an action gives, or throws, as a promise; in one turn of the event loop, and at one time. */
	#atOnce<T>(action: () => T): Promise<T> {
		return promised(() => this.adapter.atOnce(action));
	}

	#create(session: string, { records, largestEnvelope }: NewSession): boolean {
		if (RECORD_NAMES.some((name) => this.adapter.get(recordKey(session, name)))) return false;
		const drafts = this.#draft(records, this.#nextVersion());
		const own = drafts.reduce((sum, { bytes }) => sum + bytes, USUAL_ENVELOPE);
		this.#needed = own + Math.min(this.ceiling / 8, largestEnvelope);
		if (!this.#fits(this.#needed)) throw new StoreFull();
		this.#write(session, drafts, Infinity);
		this.adapter.reserve(recordKey(session, 'state'), USUAL_ENVELOPE);
		return true;
	}

	#change(session: string, change: Change): Changed | undefined {
		const { expected, write = {}, remove = [], shorten = {}, lengthen = {}, returning } = change;
		const key = recordKey(session, expected.name);
		const end = this.adapter.endOf(key);
		if (end === undefined || this.adapter.get(key)?.value.version !== expected.version) return undefined;
		const version = this.#nextVersion();
		const drafts = this.#draft(write, version);
		this.#requireRoom(session, drafts);
		const returned = returning && this.adapter.get(recordKey(session, returning))?.value;
		this.#write(session, drafts, end);
		for (const name of remove) this.adapter.delete(recordKey(session, name));
		const now = this.adapter.now();
		for (const [name, lifetime] of Object.entries(shorten)) {
			this.adapter.endBy(recordKey(session, name as RecordName), now + lifetime);
		}
		for (const [name, lifetime] of Object.entries(lengthen)) {
			this.adapter.endAfter(recordKey(session, name as RecordName), now + lifetime);
		}
		if (write.state || remove.includes('state')) this.notifier.notify(session);
		return { ...(write[expected.name] && { version }), ...(returned && { returned }) };
	}

	#draft(records: NewSession['records'] | NonNullable<Change['write']>, version: string): Draft[] {
		return Object.entries(records).map(([name, { value, lifetime }]) => {
			const row: Row = { value: { version, value } };
			return { name: name as RecordName, row, bytes: bytesOfRow(row), lifetime };
		});
	}

	/** @param end of those without a lifetime of their own, in milliseconds since the epoch */
	#write(session: string, drafts: readonly Draft[], end: number): void {
		for (const { name, row, bytes, lifetime } of drafts) {
			const key = recordKey(session, name);
			this.adapter.set(key, row, lifetime ?? Infinity, bytes);
			if (lifetime === undefined) this.adapter.endBy(key, end);
			// Its room is used, and counted as such.
			if (name === 'envelope') this.adapter.reserve(recordKey(session, 'state'), 0);
		}
	}

	/**
	 * An envelope may take the room that is kept for it, and what nobody has a claim to.
	 * @throws StoreFull
	 */
	#requireRoom(session: string, drafts: readonly Draft[]): void {
		const envelope = drafts.find(({ name }) => name === 'envelope');
		if (!envelope || envelope.bytes <= USUAL_ENVELOPE) return;
		const freed =
			this.adapter.bytesOf(recordKey(session, 'envelope')) +
			this.adapter.reservedBy(recordKey(session, 'state'));
		if (!this.#fits(envelope.bytes - freed)) throw new StoreFull();
	}

	#fits(bytes: number): boolean {
		if (this.adapter.bytes + bytes <= this.ceiling) return true;
		this.adapter.makeRoom();
		return this.adapter.bytes + bytes <= this.ceiling;
	}
}

/** What an action gives, or throws, as a promise. */
function promised<T>(action: () => T): Promise<T> {
	return new Promise((resolve) => {
		resolve(action());
	});
}
