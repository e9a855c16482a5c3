import { makeToken } from '../../protocol/tokens';
import {
	checkDestination,
	DestinationRefused,
	isReachable,
	type OutboundOptions,
} from '../outbound/guarded-request';
import { ProblemError } from '../problem';
import type { CallbackPlanner, NewCallback } from '../sessions/callback-planner';
import { records } from '../sessions/records';
import type { RecordStore } from '../storage/record-store';
import type { Schedule } from '../storage/schedule';
import type { Timings } from '../timings';
import { readCallback, writeCallback } from './callback-record';

/** What the plan depends on. */
export interface CallbackPlanDependencies {
	readonly store: RecordStore;
	readonly schedule: Schedule;
	readonly outbound: OutboundOptions;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	readonly timings: Timings;
	/** Called where a callback is due now. */
	readonly onDue: () => void;
}

/** Stores the callbacks of sessions and when each is due. */
export class CallbackPlan implements CallbackPlanner {
	constructor(private readonly dependencies: CallbackPlanDependencies) {}

	check(address: string): void {
		withProblems(() => checkDestination(address, this.dependencies.outbound.allowed));
	}

	async begin(sessionId: string, callback: NewCallback): Promise<string> {
		const secret = makeToken('callback');
		await this.#write(sessionId, callback, secret);
		await this.dependencies.schedule.set(sessionId, callback.expiresAt);
		return secret;
	}

	/** Sets or replaces a session's callback; due now, because the session may be decided already. */
	async replace(sessionId: string, callback: NewCallback, secret: string): Promise<void> {
		await this.#write(sessionId, callback, secret);
		await this.#dueNow(sessionId);
	}

	/**
	 * Whether a connection to an address can be opened now.
	 * @throws ProblemError `invalid_request` where the broker may not call it
	 */
	reach(address: string): Promise<boolean> {
		const { outbound, timings } = this.dependencies;
		return withProblems(() => isReachable(address, { ...outbound, timeoutMs: timings.reachTimeout }));
	}

	async deciding(sessionId: string): Promise<boolean> {
		const { store, schedule, now, timings } = this.dependencies;
		if (!(await readCallback(store, sessionId))) return false;
		await schedule.set(sessionId, now() + timings.callbackDecisionDelay);
		return true;
	}

	async decided(sessionId: string): Promise<void> {
		await this.#dueNow(sessionId);
	}

	async forget(sessionId: string): Promise<void> {
		await this.dependencies.store.delete(records.callback(sessionId));
		await this.dependencies.schedule.remove(sessionId);
	}

	async #write(sessionId: string, callback: NewCallback, secret: string): Promise<void> {
		const record = { ...callback, secret, attempts: 0 };
		await writeCallback(this.dependencies, sessionId, record);
	}

	async #dueNow(sessionId: string): Promise<void> {
		await this.dependencies.schedule.set(sessionId, this.dependencies.now());
		this.dependencies.onDue();
	}
}

/** Runs a check, sync or async, and turns its refusals into `invalid_request`. */
function withProblems<T>(check: () => T): T {
	const onRefusal = (error: unknown): never => {
		if (!(error instanceof DestinationRefused)) throw error;
		throw new ProblemError('invalid_request', `callback_url: ${error.message}.`);
	};
	try {
		const result = check();
		return result instanceof Promise ? (result.catch(onRefusal) as T) : result;
	} catch (error) {
		return onRefusal(error);
	}
}
