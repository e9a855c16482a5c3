import { makeToken } from '../../protocol/tokens';
import {
	checkDestination,
	DestinationRefused,
	isReachable,
	type OutboundOptions,
} from '../outbound/guarded-request';
import { faultyMember } from '../problem';
import type { CallbackPlanner } from '../sessions/dependencies';
import type { NewCallback } from '../sessions/new-callback';
import { records } from '../sessions/records';
import type { RecordStore } from '../storage/record-store';
import type { Schedule } from '../storage/schedule';
import type { Timings } from '../timings';
import { readCallback, writeCallback } from './callback-record';

/** What the plan works with. */
export interface CallbackPlanDependencies {
	readonly store: RecordStore;
	readonly schedule: Schedule;
	readonly outbound: OutboundOptions;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	readonly timings: Timings;
	/** Told that something is due now. */
	readonly onDue: () => void;
}

/** Which sessions have a callback, and when each is to be looked at. */
export class CallbackPlan implements CallbackPlanner {
	constructor(private readonly dependencies: CallbackPlanDependencies) {}

	check(address: string): void {
		refusing(() => checkDestination(address, this.dependencies.outbound.allowed));
	}

	async begin(sessionId: string, callback: NewCallback): Promise<string> {
		const secret = makeToken('callback');
		await this.#write(sessionId, callback, secret);
		await this.dependencies.schedule.set(sessionId, callback.expiresAt);
		return secret;
	}

	/** Puts a callback in the place of whatever was there, and has the session looked at now: it may be decided. */
	async replace(sessionId: string, callback: NewCallback, secret: string): Promise<void> {
		await this.#write(sessionId, callback, secret);
		await this.#dueNow(sessionId);
	}

	/**
	 * Whether a connection to an address can be opened just now.
	 * @throws ProblemError `invalid_request` where the broker does not call it
	 */
	reach(address: string): Promise<boolean> {
		const { outbound, timings } = this.dependencies;
		return refusing(() => isReachable(address, { ...outbound, patience: timings.reachTimeout }));
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
		await writeCallback(this.dependencies.store, sessionId, record, this.dependencies.now());
	}

	async #dueNow(sessionId: string): Promise<void> {
		await this.dependencies.schedule.set(sessionId, this.dependencies.now());
		this.dependencies.onDue();
	}
}

/** Runs a check, or a promise of one, and says on the wire what it refuses. */
function refusing<T>(check: () => T): T {
	const onRefusal = (error: unknown): never => {
		if (!(error instanceof DestinationRefused)) throw error;
		throw faultyMember('invalid_request', ['callback_url'], error.message);
	};
	try {
		const result = check();
		return result instanceof Promise ? (result.catch(onRefusal) as T) : result;
	} catch (error) {
		return onRefusal(error);
	}
}
