import type { ApiKey } from '../keys/api-key';
import type { Pseudonymizer } from '../monitoring/pseudonymize';
import type { Storage } from '../storage/storage';
import { eachOpenSession, type OpenSession } from './each-session';
import { keyRows } from './key-rows';
import {
	Refused,
	type Ended,
	type Filter,
	type KeyList,
	type Operator,
	type Selection,
	type SessionList,
	type SessionRow,
} from './operator';
import { countByKey, rowOf, summaryOf, type Summary } from './session-row';

/** What operating on a store needs. */
export interface StoreOperatorDependencies {
	readonly storage: Pick<Storage, 'ids' | 'store' | 'now'>;
	/** Names sessions as the log does; undefined where that cannot be known. */
	readonly pseudonymize: Pseudonymizer | undefined;
	/** The keys that are configured now. */
	readonly keys: () => readonly ApiKey[];
	/** Ends sessions; each of those that are given is open, or was a moment ago. */
	readonly end: (sessions: AsyncIterable<readonly OpenSession[]>, network?: string) => Promise<Ended>;
	readonly close: () => Promise<void>;
}

const BEGINNING = /^[0-9a-f]{4,16}$/;
/** One after the other: each reads every session. */
type Turn = Promise<unknown>;

/** Operates on the sessions of a store that this process can read. */
export class StoreOperator implements Operator {
	#turn: Turn = Promise.resolve();

	constructor(private readonly dependencies: StoreOperatorDependencies) {}

	list({ key, state, limit }: Filter): Promise<SessionList> {
		return this.#inTurn(async () => {
			const { storage, pseudonymize } = this.dependencies;
			const now = storage.now();
			const found: Summary[] = [];
			for await (const batch of eachOpenSession(storage)) {
				const wanted = batch.filter(
					({ asked, state: { status } }) =>
						(key === undefined || asked.owner === key) && (state === undefined || status === state),
				);
				found.push(...wanted.map(summaryOf));
			}
			const sorted = found.toSorted((one, other) => one.asked.createdAt - other.asked.createdAt);
			return {
				sessions: sorted.slice(0, limit).map((session) => rowOf(session, pseudonymize, now)),
				total: sorted.length,
				by_key: countByKey(sorted, now),
			};
		});
	}

	show(id: string): Promise<SessionRow> {
		return this.#inTurn(async () => {
			const { storage, pseudonymize } = this.dependencies;
			const [[session]] = (await this.#find([id])) as [[OpenSession]];
			return rowOf(session, pseudonymize, storage.now());
		});
	}

	end(selection: Selection, network?: string): Promise<Ended> {
		return this.#inTurn(async () => {
			const { storage, end } = this.dependencies;
			if ('ids' in selection) return end(oneBatch((await this.#find(selection.ids)).flat()), network);
			const all = eachOpenSession(storage);
			return end('key' in selection ? ofKey(all, selection.key) : all, network);
		});
	}

	async keys(): Promise<KeyList> {
		const { by_key } = await this.list({ limit: 0 });
		return { keys: keyRows(this.dependencies.keys(), by_key) };
	}

	close(): Promise<void> {
		return this.dependencies.close();
	}

	/** The session of each id, or of each beginning of one. @throws Refused */
	async #find(beginnings: readonly string[]): Promise<OpenSession[][]> {
		const { storage, pseudonymize } = this.dependencies;
		if (!pseudonymize) {
			throw new Refused(
				'Without LINKAUTH_LOG_KEY each broker names sessions by a key of its own, which this command does not know. Set it for all brokers and for this command, or ask a broker at its operator’s port with --url.',
			);
		}
		const malformed = beginnings.find((each) => !BEGINNING.test(each));
		if (malformed !== undefined) {
			throw new Refused(
				`${JSON.stringify(malformed.slice(0, 40))} is no id: expected 16 hexadecimal digits as in the log, or the first 4 or more of them.`,
			);
		}
		const found = beginnings.map((): OpenSession[] => []);
		for await (const batch of eachOpenSession(storage)) {
			for (const session of batch) {
				const name = pseudonymize(session.id);
				for (const [at, beginning] of beginnings.entries())
					if (name.startsWith(beginning)) found[at]?.push(session);
			}
		}
		for (const [at, beginning] of beginnings.entries()) {
			const count = found[at]?.length ?? 0;
			if (count === 0) throw new Refused(`No open session has an id that begins with ${beginning}.`, 404);
			if (count > 1)
				throw new Refused(
					`${String(count)} open sessions have an id that begins with ${beginning}: give more of it.`,
					409,
				);
		}
		return found;
	}

	#inTurn<T>(action: () => Promise<T>): Promise<T> {
		const result = this.#turn.then(action);
		this.#turn = result.catch(() => undefined);
		return result;
	}
}

/** Those of one API key. */
export async function* ofKey(
	batches: AsyncIterable<readonly OpenSession[]>,
	key: string,
): AsyncGenerator<readonly OpenSession[]> {
	for await (const batch of batches) yield batch.filter(({ asked }) => asked.owner === key);
}

// eslint-disable-next-line @typescript-eslint/require-await -- as the others give them
async function* oneBatch(sessions: readonly OpenSession[]): AsyncGenerator<readonly OpenSession[]> {
	yield [...new Map(sessions.map((session) => [session.id, session])).values()];
}
