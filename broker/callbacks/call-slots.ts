import type { Receiver } from './receivers';

/** How many calls of one kind may be under way in each lane: of one API key, to one network, with a large body. */
export interface Share {
	/** What they have in common. */
	readonly key: string;
	readonly quick: number;
	readonly slow: number;
}

/** How many calls may be under way. */
export interface SlotSizes {
	readonly quick: number;
	readonly slow: number;
	/** To one receiver. */
	readonly receiver: number;
	/** Milliseconds after which a call that is not answered leaves the quick lane. */
	readonly quickTime: number;
	/** Milliseconds that a call takes at most. */
	readonly timeout: number;
}

/** Why there is no slot for a call just now. */
export interface Obstacle {
	/** What it waits for: the same for all that wait for the same. */
	readonly key: string;
	/** Milliseconds after which one more call can be expected to get a slot. */
	readonly interval: number;
}

/** The reason with which a call is ended that was not answered in time, or whose slot somebody else needs. */
export class NoAnswer extends Error {
	override readonly name = 'NoAnswer';
}

/** A place for one call under way. */
export interface Slot {
	/** Aborts where the call is to be ended; with {@link NoAnswer} where its receiver is to blame. */
	readonly signal: AbortSignal;
	/** Counts the call in one more share. @returns what is in the way; then nothing has changed */
	join(share: Share): Obstacle | undefined;
	/** Ends the call. */
	abort(reason: Error): void;
	/** The call has ended. */
	leave(): void;
}

/**
 * Slots for calls under way, shared so that a call which hangs holds up nobody else's.
 *
 * There are two lanes. Every call begins in the quick one, and leaves it for the slow one where it is not answered soon:
 * so the quick lane has room again and again, however many receivers hang. Where the slow lane is full, the call is
 * ended that has been in it longest, those first whose receivers have not answered lately. A receiver whose last call
 * hung is called in the slow lane from the beginning, one call at a time, and only while that lane is not half full.
 */
export class CallSlots {
	readonly #quick = new Lane('quick');
	readonly #slow = new Lane('slow');

	constructor(private readonly sizes: SlotSizes) {}

	/** Whether the quick lane has room for anybody. */
	get hasRoom(): boolean {
		return this.#quick.slots.size < this.sizes.quick;
	}

	/** What is in the way of a call to a receiver that counts in these shares; undefined where it may begin. */
	obstacle(receiver: Receiver, shares: readonly Share[]): Obstacle | undefined {
		const { quickTime, timeout } = this.sizes;
		const most = receiver.hangs ? 1 : this.sizes.receiver;
		if (receiver.underWay >= most)
			return { key: receiver.key, interval: (receiver.hangs ? timeout : receiver.average) / most };
		const all = [this.#whole, ...shares];
		if (!receiver.hangs) {
			const full = all.find((share) => this.#quick.held(share.key) >= share.quick);
			return full && { key: full.key, interval: quickTime / full.quick };
		}
		const full = all.find((share) => this.#slow.held(share.key) >= share.slow / 2);
		return full && { key: `slow ${full.key}`, interval: timeout / (full.slow / 2) };
	}

	/**
	 * Takes a slot, which must be free: {@link obstacle}.
	 * @param onRoom called when the call leaves the quick lane
	 */
	take(receiver: Receiver, shares: readonly Share[], onRoom: () => void): Slot {
		const controller = new AbortController();
		const held: HeldSlot = {
			receiver,
			shares: [this.#whole, ...shares],
			abort: (reason) => {
				controller.abort(reason);
			},
		};
		receiver.underWay += 1;
		let lane = receiver.hangs ? this.#slow : this.#quick;
		lane.add(held);
		const limit = setTimeout(() => {
			controller.abort(new NoAnswer('no answer in time'));
		}, this.sizes.timeout);
		const timer = setTimeout(() => {
			if (lane === this.#slow) return;
			lane.delete(held);
			this.#makeRoomInSlowLane(held);
			lane = this.#slow;
			lane.add(held);
			onRoom();
		}, this.sizes.quickTime);
		return {
			signal: controller.signal,
			abort: held.abort,
			join: (share) => {
				if (lane.held(share.key) >= share[lane.name])
					return { key: share.key, interval: this.sizes.quickTime / share.quick };
				lane.delete(held);
				held.shares = [...held.shares, share];
				lane.add(held);
				return undefined;
			},
			leave: () => {
				clearTimeout(timer);
				clearTimeout(limit);
				receiver.underWay -= 1;
				lane.delete(held);
				if (lane === this.#quick) onRoom();
			},
		};
	}

	/** Every call counts in this one. */
	get #whole(): Share {
		return { key: 'all', quick: this.sizes.quick, slow: this.sizes.slow };
	}

	#makeRoomInSlowLane({ shares }: HeldSlot): void {
		for (const { key, slow } of shares) {
			if (this.#slow.held(key) < slow) continue;
			const ended = this.#slow.longest(key);
			if (!ended) continue;
			this.#slow.delete(ended);
			ended.abort(new NoAnswer('the slot is needed for another call'));
		}
	}
}

interface HeldSlot {
	readonly receiver: Receiver;
	shares: readonly Share[];
	readonly abort: (reason: Error) => void;
}

/** The calls of a lane, those first that came first, and how many of them have what in common. */
class Lane {
	readonly slots = new Set<HeldSlot>();
	readonly #held = new Map<string, number>();

	constructor(readonly name: 'quick' | 'slow') {}

	held(key: string): number {
		return this.#held.get(key) ?? 0;
	}

	add(slot: HeldSlot): void {
		this.slots.add(slot);
		for (const { key } of slot.shares) this.#held.set(key, this.held(key) + 1);
	}

	/** Does nothing where it is not in this lane any more. */
	delete(slot: HeldSlot): void {
		if (!this.slots.delete(slot)) return;
		for (const { key } of slot.shares) {
			const left = this.held(key) - 1;
			if (left > 0) this.#held.set(key, left);
			else this.#held.delete(key);
		}
	}

	/** The one of a share that is to be ended first. */
	longest(key: string): HeldSlot | undefined {
		const ofShare = [...this.slots].filter(({ shares }) => shares.some((share) => share.key === key));
		return ofShare.find(({ receiver }) => !receiver.answers) ?? ofShare[0];
	}
}
