import { NAMESPACE, recordKey } from '../record-keys';
import { StoreUnavailable } from '../store-faults';
import { withTimeout } from './with-timeout';

/** A step of `SCAN`: where to go on, `0` after the last, and keys. */
interface ScanStep {
	readonly cursor: string;
	readonly keys: readonly string[];
}

/** `SCAN` of one server. @param count how many keys it looks at */
export type Scan = (cursor: string, match: string, count: number) => Promise<ScanStep>;

/** Keys that Redis looks at in one step, which takes it less than a millisecond. */
const COUNT = 1_000;
const [PREFIX, SUFFIX] = `${NAMESPACE}::${recordKey('\0', 'state')}`.split('\0') as [string, string];
const PATTERN = `${PREFIX}*${SUFFIX}`;

/**
 * The ids of the sessions in a Redis, in batches, by `SCAN`: others are served between two steps. A session that is there
 * all the while is in it at least once, and may be in it twice.
 * @param servers one `SCAN` for each server that has keys
 * @param timeoutMs milliseconds to wait for any one answer
 * @throws StoreUnavailable
 */
export async function* redisIds(
	servers: () => Promise<readonly Scan[]>,
	timeoutMs: number,
): AsyncGenerator<readonly string[]> {
	const ask = async <T>(answer: Promise<T>): Promise<T> => {
		try {
			return await withTimeout(answer, timeoutMs);
		} catch (cause) {
			throw new StoreUnavailable('list sessions', cause);
		}
	};
	for (const scan of await ask(servers())) {
		let cursor = '0';
		do {
			const step = await ask(scan(cursor, PATTERN, COUNT));
			cursor = step.cursor;
			if (step.keys.length > 0) yield step.keys.map((key) => key.slice(PREFIX.length, -SUFFIX.length));
		} while (cursor !== '0');
	}
}
