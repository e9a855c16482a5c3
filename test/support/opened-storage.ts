import { storeLocation } from '../../broker/config/parsers';
import { openStorage } from '../../broker/storage/open-storage';
import type { NewSession } from '../../broker/storage/record-store';
import type { Storage } from '../../broker/storage/storage';
import { cleanup } from './cleanup';
import { until } from './until';

/** What a storage is opened with. */
interface Options {
	/** Milliseconds to wait for any one answer. */
	readonly timeoutMs?: number;
	/** Bytes that the memory store may hold. */
	readonly memoryCeiling?: number;
}

/** Opens a storage in this process, without waiting for it to be reachable. @param location as `LINKAUTH_STORE` has it */
export async function openedStorage(
	location: string,
	{ timeoutMs = 5_000, memoryCeiling = 64 * 1024 * 1024 }: Options = {},
): Promise<Storage> {
	const storage = await openStorage({
		location: storeLocation.parse(location),
		timeoutMs,
		memoryCeiling,
		onFault: () => undefined,
	});
	return cleanup(storage, () => storage.close());
}

/** The same, and waits until it answers. */
export async function connectedStorage(location: string, options?: Options): Promise<Storage> {
	const storage = await openedStorage(location, options);
	await until(() => answers(storage));
	return storage;
}

/** Whether a storage answers just now. */
export function answers({ store }: Storage): Promise<boolean> {
	return store.ping().then(
		() => true,
		() => false,
	);
}

let count = 0;

/** The id of a session that no other test has. */
export function freshSession(): string {
	count += 1;
	return `test-${String(process.pid)}-${String(count)}`;
}

const MINUTE = 60_000;

/** What a session is created with: a state for a minute, and what else a test wants. */
export function newSession(
	records: Partial<NewSession['records']> = {},
	largestEnvelope = 10_000,
): NewSession {
	return { records: { state: { value: { status: 'new' }, lifetime: MINUTE }, ...records }, largestEnvelope };
}
