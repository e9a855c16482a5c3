import { setTimeout as sleep } from 'node:timers/promises';
import type { DueEntry, DueList } from '../storage/due-list';
import type { Timings } from '../timings';
import { Appointments } from './appointments';
import {
	attemptCallback,
	attemptsOf,
	type AttemptDependencies,
	type AttemptOutcome,
	type DueCallback,
} from './attempt-callback';
import { CallSlots, NoAnswer, type Slot } from './call-slots';
import { nextStep } from './callback-event';
import { callbackOf } from './callback-record';
import type { CallbackResult } from './callback-results';
import { sharesOf } from './callback-shares';
import { Receivers, type Receiver } from './receivers';

/** What the pool depends on. */
export interface CallbackPoolDependencies extends AttemptDependencies {
	readonly due: DueList;
	readonly timings: Timings;
	/** Called with the result of each attempt. */
	readonly onResult: (result: CallbackResult) => void;
}

/** Entries that are taken at once. */
const BATCH = 64;
/** Milliseconds between two looks at what is due, at least. */
const SHORTEST_PAUSE = 20;

/** A call under way. */
interface Call {
	readonly slot: Slot;
	/** Resolves when nothing is left to do about it. */
	readonly done: Promise<void>;
	/** The session's callback became due again meanwhile: made once this call has ended, never side by side. */
	again?: DueEntry;
}

class Stopping extends Error {
	override readonly name = 'Stopping';
}

/**
 * Makes the calls that are due, the longest due first, many at a time: {@link CallSlots} says how many, and whose. What
 * is due is listed in the store, so that any broker takes it, also after another one has died. What finds no slot is
 * put off for as long as it is likely to take, and is taken by whichever broker looks then.
 */
export class CallbackPool {
	readonly #slots: CallSlots;
	readonly #receivers = new Receivers();
	readonly #appointments: Appointments;
	/** By session. */
	readonly #calls = new Map<string, Call>();
	#interval: NodeJS.Timeout | undefined;
	/** When to look before the next interval, in pauses since the process began. */
	readonly #wakes = new Map<number, NodeJS.Timeout>();
	#looking: Promise<void> | undefined;
	#isLooking = false;
	#lookAgain = false;
	/** Whether there may be more that is due than was taken, for lack of room. */
	#isFull = false;
	#stopped = false;

	constructor(private readonly dependencies: CallbackPoolDependencies) {
		const { timings } = dependencies;
		this.#appointments = new Appointments(timings.callbackLongestDelay);
		this.#slots = new CallSlots({
			quick: 128,
			slow: 256,
			receiver: 8,
			quickTime: timings.callbackQuick,
			timeout: timings.callbackTimeout,
		});
	}

	/** Starts to make the calls that are due. */
	start(): void {
		this.#interval = setInterval(() => {
			this.wake();
		}, this.dependencies.timings.callbackInterval).unref();
	}

	/** Looks at what is due now. */
	wake(): void {
		this.#lookAgain = true;
		if (!this.#isLooking) this.#looking = this.#look();
	}

	/** Takes no more, and gives the calls under way a while to end; what is left then is for another broker. */
	async stop(): Promise<void> {
		this.#stopped = true;
		clearInterval(this.#interval);
		for (const timeout of this.#wakes.values()) clearTimeout(timeout);
		await this.#looking;
		const ended = Promise.all([...this.#calls.values()].map(({ done }) => done));
		const limit = new AbortController();
		await Promise.race([
			ended,
			sleep(this.dependencies.timings.callbackDrain, undefined, { signal: limit.signal }).catch(
				() => undefined,
			),
		]);
		limit.abort();
		for (const { slot } of this.#calls.values()) slot.abort(new Stopping('the broker is about to end'));
		await ended;
	}

	async #look(): Promise<void> {
		const { due, timings } = this.dependencies;
		this.#isLooking = true;
		for (;;) {
			this.#isFull = !this.#slots.hasRoom;
			this.#isLooking = this.#lookAgain && !this.#stopped && !this.#isFull;
			if (!this.#isLooking) return;
			this.#lookAgain = false;
			await this.#orWarn(async () => {
				const entries = await due.take(timings.callbackLease, BATCH);
				if (entries.length === BATCH) this.#lookAgain = true;
				await Promise.all(entries.map((entry) => this.#orWarn(() => this.#place(entry))));
			});
		}
	}

	/** Decides what is to be done about an entry, and begins it. */
	async #place(entry: DueEntry): Promise<void> {
		const { due, store, now } = this.dependencies;
		const running = this.#calls.get(entry.id);
		if (running) {
			running.again = entry;
			return;
		}
		const records = await store.read(entry.id, ['state', 'callback']);
		const callback = callbackOf(records.callback);
		if (!callback || !records.callback) {
			await due.settle(entry);
			return;
		}
		const { version } = records.callback;
		const step = nextStep(records.state, callback);
		if (step === 'nothing') return this.#drop(entry, version);
		if ('waitsUntil' in step) {
			return this.#putOff(entry, Math.max(SHORTEST_PAUSE, step.waitsUntil - now()));
		}
		const receiver = this.#receivers.at(callback.url);
		const shares = sharesOf(callback.owner, step.status === 'ready' ? step.size : 0);
		const obstacle = this.#stopped ? undefined : this.#slots.obstacle(receiver, shares);
		if (this.#stopped) {
			await due.settle(entry, 0);
			return;
		}
		if (obstacle) return this.#putOff(entry, this.#appointments.next(obstacle));
		const slot = this.#slots.take(receiver, shares, () => {
			if (this.#isFull) this.wake();
		});
		const done = this.#call(entry, { sessionId: entry.id, callback, version, event: step }, receiver, slot);
		this.#calls.set(entry.id, { slot, done });
	}

	async #call(entry: DueEntry, callback: DueCallback, receiver: Receiver, slot: Slot): Promise<void> {
		await this.#orWarn(async () => {
			const started = performance.now();
			const outcome = await attemptCallback(this.dependencies, callback, slot).finally(() => {
				slot.leave();
			});
			if ('answered' in outcome && outcome.answered)
				this.#receivers.answered(receiver, performance.now() - started);
			else if (slot.signal.reason instanceof NoAnswer) this.#receivers.hung(receiver);
			await this.#settle(entry, outcome, callback, slot.signal);
		});
		const again = this.#calls.get(entry.id)?.again;
		this.#calls.delete(entry.id);
		if (again) await this.#orWarn(() => this.#putOff(again, 0));
	}

	async #settle(
		entry: DueEntry,
		outcome: AttemptOutcome,
		{ callback, event }: DueCallback,
		signal: AbortSignal,
	): Promise<void> {
		const { due, timings, onResult } = this.dependencies;
		if (outcome.kind === 'postponed') return this.#putOff(entry, this.#appointments.next(outcome.obstacle));
		if (outcome.kind !== 'overtaken') onResult(outcome.kind);
		if (outcome.kind !== 'retried') {
			// Whoever has heard that it was opened is called again for its end.
			if (event.status === 'opened') return this.#putOff(entry, 0);
			await due.settle(entry);
			return;
		}
		const delay = timings.callbackFirstDelay * 2 ** attemptsOf(callback, event);
		const isStopped = signal.reason instanceof Stopping;
		await this.#putOff(entry, isStopped ? 0 : Math.min(delay, timings.callbackLongestDelay));
	}

	/** Takes an entry off the list, and removes what is left of a callback that nobody will be called for. */
	async #drop(entry: DueEntry, version: string): Promise<void> {
		const { due, store } = this.dependencies;
		await store.change(entry.id, { expected: { name: 'callback', version }, remove: ['callback'] });
		await due.settle(entry);
	}

	/** Sets when an entry is due again, and looks then. @param delay milliseconds */
	async #putOff(entry: DueEntry, delay: number): Promise<void> {
		await this.dependencies.due.settle(entry, delay);
		if (this.#stopped || delay >= this.dependencies.timings.callbackInterval) return;
		const at = Math.ceil((performance.now() + delay) / SHORTEST_PAUSE);
		if (this.#wakes.has(at)) return;
		const timeout = setTimeout(
			() => {
				this.#wakes.delete(at);
				this.wake();
			},
			at * SHORTEST_PAUSE - performance.now(),
		);
		this.#wakes.set(at, timeout.unref());
	}

	/** A store that is away is no reason to end: what is due is still listed there. */
	async #orWarn(work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (error) {
			const reason = error instanceof Error ? error.message : 'unknown';
			this.dependencies.logger.warn({ reason }, 'callbacks could not be read from the store');
		}
	}
}
