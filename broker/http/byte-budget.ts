import { widestNetwork } from '../limits/networks';
import type { LimitName } from '../limits/limit-table';
import { busy } from '../problem';

/** What the bytes in flight are bounded by. */
export interface ByteBudgetOptions {
	/** Bytes. */
	readonly total: number;
	/** Called each time something is refused. */
	readonly onHit?: (limit: LimitName) => void;
}

/** A network has at most one part of this many, so that no single one takes it all. */
const SHARES = 4;

/**
 * The bytes of bodies and large answers that are held in memory at the same time: of a body from before it is read until
 * it is parsed, of an answer until it is sent.
 */
export class ByteBudget {
	readonly #total: number;
	readonly #share: number;
	readonly #onHit: (limit: LimitName) => void;
	readonly #byNetwork = new Map<string, number>();
	#taken = 0;

	constructor({ total, onHit = () => undefined }: ByteBudgetOptions) {
		this.#total = total;
		this.#share = total / SHARES;
		this.#onHit = onHit;
	}

	/** Bytes that are taken just now. */
	get taken(): number {
		return this.#taken;
	}

	/**
	 * Takes bytes before they are held.
	 * @param network of the client; an IPv6 one shares with its /48
	 * @returns gives them back, once
	 * @throws ProblemError `busy` where there are not as many left, in all or for this network
	 */
	take(network: string, bytes: number): () => void {
		const key = widestNetwork(network);
		const own = (this.#byNetwork.get(key) ?? 0) + bytes;
		if (this.#taken + bytes > this.#total || own > this.#share) {
			this.#onHit('bodies');
			throw busy();
		}
		this.#taken += bytes;
		this.#byNetwork.set(key, own);
		let held = true;
		return () => {
			if (!held) return;
			held = false;
			this.#taken -= bytes;
			const left = (this.#byNetwork.get(key) ?? 0) - bytes;
			if (left > 0) this.#byNetwork.set(key, left);
			else this.#byNetwork.delete(key);
		};
	}
}
