import KeyvRedis from '@keyv/redis';
import type { AdapterClient } from './redis-connection';

/** The command of a Redis client that reads; the same on one server, behind Sentinel and in a cluster. */
interface ReadingClient {
	mGet(keys: string[]): Promise<(string | null)[]>;
}

/**
 * Keyv's adapter for Redis, set up so that a fault is a fault: without `throwOnErrors` a record that could not be read
 * would look like an absent one. Records that are read together are of one session, hence in one slot of a cluster: they
 * are read by one command, which the client sends where the slot is now.
 */
export class RecordAdapter extends KeyvRedis<string> {
	constructor(private readonly reading: AdapterClient) {
		super(reading, { throwOnErrors: true });
		// Faults arrive as rejections; the event repeats them, and unheard it would end the process.
		this.on('error', () => undefined);
	}

	override async getMany<T>(keys: string[]): Promise<(T | undefined)[]> {
		const names = keys.map((key) => this.createKeyPrefix(key, this.namespace));
		const values = await (this.reading as unknown as ReadingClient).mGet(names);
		return values.map((value) => (value ?? undefined) as T | undefined);
	}
}
