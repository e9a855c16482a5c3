import {
	DestinationRefused,
	isReachable,
	resolveDestination,
	type DestinationOptions,
} from '../outbound/guarded-request';
import { rateLimited } from '../problem';
import type { Timings } from '../timings';
import { CallSlots } from './call-slots';
import type { CallbackResult } from './callback-results';
import { Receivers, receiverKey } from './receivers';

/** What probes depend on. */
export interface ProbeDependencies {
	readonly outbound: DestinationOptions;
	readonly timings: Pick<Timings, 'reachTimeout' | 'callbackQuick'>;
	readonly onResult: (result: CallbackResult) => void;
}

/** Seconds after which a probe that found no room is worth another try. */
const RETRY_AFTER = 1;

/**
 * Tries whether addresses can be reached that agents register, a bounded number at a time: 64 in all, 8 for the clients
 * of one network. Whoever asks for the same receiver while it is being tried shares what comes of it. Where there is no
 * room nothing is said of the address, because an agent that is told it cannot be reached gives up.
 */
export class Probes {
	readonly #slots: CallSlots;
	readonly #receivers = new Receivers();
	/** By receiver. */
	readonly #underWay = new Map<string, Promise<boolean>>();

	constructor(private readonly dependencies: ProbeDependencies) {
		const { reachTimeout, callbackQuick } = dependencies.timings;
		this.#slots = new CallSlots({
			quick: 32,
			slow: 32,
			receiver: 1,
			quickTime: callbackQuick,
			timeout: reachTimeout,
		});
	}

	/**
	 * Whether a connection to an address can be opened now.
	 * @param network of the client that asks
	 * @throws DestinationRefused; ProblemError `rate_limited` where too many are being tried
	 */
	reach(address: string, network: string): Promise<boolean> {
		const key = receiverKey(address);
		const underWay = this.#underWay.get(key);
		if (underWay) return underWay;
		const probe = this.#probe(address, network).finally(() => {
			this.#underWay.delete(key);
		});
		this.#underWay.set(key, probe);
		return probe;
	}

	async #probe(address: string, network: string): Promise<boolean> {
		const { outbound, onResult } = this.dependencies;
		const receiver = this.#receivers.at(address);
		const shares = [{ key: network, quick: 4, slow: 4 }];
		if (this.#slots.obstacle(receiver, shares)) {
			onResult('unprobed');
			throw rateLimited(RETRY_AFTER);
		}
		onResult('probed');
		const slot = this.#slots.take(receiver, shares, () => undefined);
		try {
			const destination = await resolveDestination(address, outbound, slot.signal);
			return await isReachable(destination, slot.signal);
		} catch (error) {
			if (error instanceof DestinationRefused) throw error;
			return false;
		} finally {
			slot.leave();
		}
	}
}
