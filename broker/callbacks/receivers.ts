/** Receivers that are remembered; those that were called longest ago are forgotten first. */
const MOST = 10_000;
/** Milliseconds that a call to a receiver is taken to need as long as none was answered. */
const FIRST_GUESS = 100;
/** Weight of the newest answer in the average. */
const NEWEST = 0.3;

/** What is known of a receiver: a host and port, whatever the path. */
export interface Receiver {
	readonly key: string;
	/** Calls under way. */
	underWay: number;
	/** Whether its last call ended without an answer because it took too long. */
	hangs: boolean;
	/** Whether it has answered since it is remembered. */
	answers: boolean;
	/** Milliseconds that its calls take on average. */
	average: number;
}

/** What this broker knows of the receivers that it calls. Bounded, and lost with the process. */
export class Receivers {
	readonly #byKey = new Map<string, Receiver>();

	/** Number of receivers that are remembered. */
	get size(): number {
		return this.#byKey.size;
	}

	/** The receiver at an address. */
	at(address: string): Receiver {
		const key = receiverKey(address);
		const receiver = this.#byKey.get(key) ?? {
			key,
			underWay: 0,
			hangs: false,
			answers: false,
			average: FIRST_GUESS,
		};
		this.#byKey.delete(key);
		this.#byKey.set(key, receiver);
		if (this.#byKey.size > MOST) this.#forgetOne();
		return receiver;
	}

	/** A call was answered, with whatever status. @param duration milliseconds */
	answered(receiver: Receiver, duration: number): void {
		receiver.average += NEWEST * (duration - receiver.average);
		receiver.answers = true;
		receiver.hangs = false;
	}

	/** A call was given up because no answer came. */
	hung(receiver: Receiver): void {
		receiver.hangs = true;
		receiver.answers = false;
	}

	#forgetOne(): void {
		for (const { key, underWay } of this.#byKey.values()) {
			if (underWay > 0) continue;
			this.#byKey.delete(key);
			return;
		}
	}
}

/** Scheme, host and port, as they are written. An address that is none is a receiver of its own. */
export function receiverKey(address: string): string {
	const url = URL.parse(address);
	if (!url) return address;
	return `${url.protocol}//${url.host}`;
}
