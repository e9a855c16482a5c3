import { KeyvReader, type Row } from '../keyv-reader';
import { NAMESPACE, recordKey } from '../record-keys';
import {
	RECORD_NAMES,
	type Change,
	type Changed,
	type NewSession,
	type RecordName,
	type RecordStore,
	type StoredRecords,
} from '../record-store';
import type { ScriptRunner } from '../script-runner';
import { StoreFull, StoreUnavailable } from '../store-faults';
import type { StoreRoom } from '../storage';
import { createVersions } from '../versions';
import { CHANGE, CREATE, REMOVE, type Verb } from './record-scripts';
import { CHANGED_CHANNEL, type RedisNotifier } from './redis-notifier';
import { withTimeout } from './with-timeout';

/** What the records of a Redis need. */
export interface RedisRecordOptions {
	/** Reads through Keyv. */
	readonly reader: KeyvReader;
	readonly scripts: ScriptRunner;
	readonly notifier: RedisNotifier;
	/** The room that was left when it was last looked at. */
	readonly room: () => StoreRoom;
	readonly ping: () => Promise<void>;
	/** Milliseconds to wait for any one answer. */
	readonly timeoutMs: number;
}

/** A step of a change: what is done to a record, with which value and for how many milliseconds. */
type Step = readonly [name: RecordName, verb: Verb, value: string, lifetime: number | ''];

/** Records in the Redis that brokers share. Each verb is one command. */
export class RedisRecordStore implements RecordStore {
	readonly #nextVersion = createVersions();

	constructor(private readonly options: RedisRecordOptions) {}

	async create(session: string, { records }: NewSession): Promise<boolean> {
		if (this.options.room().full) throw new StoreFull();
		const begin = beginning(this.#nextVersion());
		const written = Object.entries(records) as [RecordName, NewSession['records']['state']][];
		const others = RECORD_NAMES.filter((name) => records[name] === undefined);
		const keys = [...written.map(([name]) => name), ...others].map((name) => redisKey(session, name));
		const args = written.flatMap(([, { value, lifetime }]) => [row(begin, value), milliseconds(lifetime)]);
		return (await this.options.scripts.run(CREATE, keys, args)) === 1;
	}

	async read(session: string, names: readonly RecordName[]): Promise<StoredRecords> {
		try {
			return await withTimeout(this.options.reader.read(session, names), this.options.timeoutMs);
		} catch (cause) {
			throw new StoreUnavailable('read a session', cause);
		}
	}

	async change(session: string, change: Change): Promise<Changed | undefined> {
		const { expected, write = {}, remove = [] } = change;
		const version = this.#nextVersion();
		const steps = stepsOf(change, beginning(version));
		const notifies = write.state !== undefined || remove.includes('state');
		const keys = [expected.name, ...steps.map(([name]) => name)].map((name) => redisKey(session, name));
		const message = notifies ? [CHANGED_CHANNEL, this.options.notifier.message(session)] : ['', ''];
		const args = [beginning(expected.version), ...message, ...steps.flatMap(([, ...step]) => step)];
		const got = await this.options.scripts.run(CHANGE, keys, args);
		if (got === 0) return undefined;
		if (notifies) this.options.notifier.notifyHere(session);
		const returned = typeof got === 'string' ? (JSON.parse(got) as Row).value : undefined;
		return { ...(write[expected.name] && { version }), ...(returned && { returned }) };
	}

	async remove(session: string): Promise<boolean> {
		const keys = ['state' as const, ...RECORD_NAMES.filter((name) => name !== 'state')];
		const removed = await this.options.scripts.run(
			REMOVE,
			keys.map((name) => redisKey(session, name)),
			[CHANGED_CHANNEL, this.options.notifier.message(session)],
		);
		const [state, others] = removed as [number, number];
		if (state + others > 0) this.options.notifier.notifyHere(session);
		return state > 0;
	}

	ping(): Promise<void> {
		return this.options.ping();
	}
}

function stepsOf(
	{ returning, write = {}, remove = [], shorten = {}, lengthen = {} }: Change,
	begin: string,
): Step[] {
	return [
		...(returning ? [[returning, 'get', '', ''] as const] : []),
		...Object.entries(write).map(
			([name, { value, lifetime }]) =>
				[
					name as RecordName,
					'set',
					row(begin, value),
					lifetime === undefined ? '' : milliseconds(lifetime),
				] as const,
		),
		...remove.map((name) => [name, 'delete', '', ''] as const),
		...ends('shorten', shorten),
		...ends('lengthen', lengthen),
	];
}

/** Steps that move the ends of records. */
function ends(verb: 'shorten' | 'lengthen', lifetimes: NonNullable<Change['shorten']>): Step[] {
	return Object.entries(lifetimes).map(
		([name, lifetime]) => [name as RecordName, verb, '', milliseconds(lifetime)] as const,
	);
}

/** The key as @keyv/redis makes it. */
function redisKey(session: string, name: RecordName): string {
	return `${NAMESPACE}::${recordKey(session, name)}`;
}

/** How a row with this version begins: a {@link Row} in JSON, the version first. */
function beginning(version: string): string {
	return `{"value":{"version":"${version}",`;
}

function row(begin: string, value: unknown): string {
	return `${begin}"value":${JSON.stringify(value)}}}`;
}

/** Redis counts in whole ones, at least one. */
function milliseconds(lifetime: number): number {
	return Math.max(1, Math.ceil(lifetime));
}
