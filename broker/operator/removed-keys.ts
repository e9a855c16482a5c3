import type { Logger } from 'pino';
import type { Keyring } from '../keys/keyring';
import { StoreUnavailable } from '../storage/store-faults';
import type { Timings } from '../timings';
import type { KeyClaims } from './key-claims';

/** What ending the sessions of removed keys needs. */
export interface RemovedKeysDependencies {
	readonly keyring: Pick<Keyring, 'keys' | 'onRemoved'>;
	/** What the other brokers have; undefined where there are no others. */
	readonly claims: KeyClaims | undefined;
	/** Ends the open sessions of a key. @returns how many @throws StoreUnavailable */
	readonly end: (key: string) => Promise<number>;
	readonly logger: Logger;
	readonly timings: Pick<Timings, 'keyClaimInterval' | 'keyClaimLifetime'>;
	/** Milliseconds of a clock that does not jump. */
	readonly now: () => number;
}

/**
 * Ends the open sessions of an API key that no broker has any more: at once, where it went from the keys file of the last
 * one that had it; otherwise once none of them has said for a while that it has the key, as after a restart with other
 * keys in the environment. A broker that never had a key ends nothing of it while another one has it, so an old
 * configuration does no harm to a new key. A key is its name: one with two values is there as long as one of them is.
 */
export class RemovedKeys {
	/** Keys that went from the file, to be looked at (again) at the next interval. */
	readonly #removed = new Set<string>();
	readonly #timer: NodeJS.Timeout;
	readonly #stopListening: () => void;
	/** Since when this broker has said what it has without a break. */
	#claimingSince: number | undefined;
	#running: Promise<void>;
	#closing = false;

	constructor(private readonly dependencies: RemovedKeysDependencies) {
		const { keyring, timings } = dependencies;
		this.#running = this.#claim();
		this.#timer = setInterval(() => {
			this.#inTurn(async () => {
				await this.#claim();
				await this.#endRemoved();
				await this.#endAbandoned();
			});
		}, timings.keyClaimInterval).unref();
		this.#stopListening = keyring.onRemoved((removed) => {
			this.#inTurn(async () => {
				await this.#claim();
				for (const key of removed) if (await this.#endIfNobodyHas(key)) this.#removed.add(key);
			});
		});
	}

	async close(): Promise<void> {
		this.#closing = true;
		this.#stopListening();
		clearInterval(this.#timer);
		await this.#running;
	}

	#inTurn(action: () => Promise<void>): void {
		this.#running = this.#running
			.then(() => (this.#closing ? undefined : action()))
			.catch((err: unknown) => {
				this.dependencies.logger.error({ err }, 'unexpected error');
			});
	}

	async #claim(): Promise<void> {
		const { claims, keyring, now } = this.dependencies;
		if (!claims) return;
		const claimed = await reached(() => claims.claim([...new Set(keyring.keys.map(({ id }) => id))]));
		this.#claimingSince = claimed ? (this.#claimingSince ?? now()) : undefined;
	}

	/** A session that was being created at that moment is found the second time. */
	async #endRemoved(): Promise<void> {
		for (const key of this.#removed) {
			this.#removed.delete(key);
			await this.#endIfNobodyHas(key);
		}
	}

	/** @returns whether to look again */
	async #endIfNobodyHas(key: string): Promise<boolean> {
		const { claims, keyring } = this.dependencies;
		if (keyring.keys.some(({ id }) => id === key)) return false;
		let free = true;
		const done = await reached(async () => {
			free = claims === undefined || (await claims.release(key));
			if (free) await this.#end(key);
		});
		if (!done) this.#removed.add(key);
		return free;
	}

	async #endAbandoned(): Promise<void> {
		const { claims, timings, now } = this.dependencies;
		// A broker that has just started, or whose store is just back, gives the others time to say what they have.
		if (!claims || this.#claimingSince === undefined) return;
		if (now() - this.#claimingSince < timings.keyClaimLifetime) return;
		await reached(async () => {
			for (const key of await claims.abandoned()) {
				await this.#end(key);
				await claims.forget(key);
			}
		});
	}

	async #end(key: string): Promise<void> {
		const ended = await this.dependencies.end(key);
		if (ended > 0) this.dependencies.logger.warn({ key, ended }, 'sessions of a removed API key were ended');
	}
}

/** @returns whether the store could be reached; it reports itself where not */
async function reached(action: () => Promise<void>): Promise<boolean> {
	try {
		await action();
		return true;
	} catch (error) {
		if (!(error instanceof StoreUnavailable)) throw error;
		return false;
	}
}
