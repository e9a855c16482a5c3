import { checkDestination, DestinationRefused, type DestinationOptions } from '../outbound/guarded-request';
import { faultyMember } from '../problem';
import type { CallbackPlanner, NewCallback } from '../sessions/callback-planner';
import type { Origin } from '../keys/origin';
import type { DueList } from '../storage/due-list';
import type { Timings } from '../timings';
import { unattempted, type CallbackRecord } from './callback-record';
import type { Probes } from './probes';

/** What the plan depends on. */
export interface CallbackPlanDependencies {
	readonly due: DueList;
	readonly outbound: DestinationOptions;
	readonly probes: Probes;
	readonly timings: Timings;
	/** Called where a callback is due now. */
	readonly onDue: () => void;
}

/** Plans when the callbacks of sessions are due, and checks their addresses. */
export class CallbackPlan implements CallbackPlanner {
	constructor(private readonly dependencies: CallbackPlanDependencies) {}

	check(address: string): void {
		try {
			checkDestination(address, this.dependencies.outbound.allowed);
		} catch (error) {
			throw asProblem(error);
		}
	}

	record(callback: NewCallback): CallbackRecord {
		return unattempted(callback);
	}

	async created(sessionId: string, lifetime: number): Promise<void> {
		// The id may turn out to be another session's: what is due for that sooner stays.
		await this.dependencies.due.advance(sessionId, lifetime);
	}

	async confirming(sessionId: string, time: number): Promise<void> {
		const { due, timings } = this.dependencies;
		// Over a call under way that tells something else: that is looked at again, and then when the time is up.
		await due.set(sessionId, Math.min(time, timings.callbackDecisionDelay));
	}

	async deciding(sessionId: string): Promise<void> {
		const { due, timings } = this.dependencies;
		await due.set(sessionId, timings.callbackDecisionDelay);
	}

	decided(sessionId: string): void {
		// Where that fails it is due a little later, as it was planned before the decision.
		this.#dueNow(sessionId).catch(() => undefined);
	}

	async replaced(sessionId: string, delay: number): Promise<void> {
		if (delay > 0) await this.dependencies.due.advance(sessionId, delay);
		else await this.#dueNow(sessionId);
	}

	async reach(address: string, { network }: Origin): Promise<boolean> {
		try {
			return await this.dependencies.probes.reach(address, network);
		} catch (error) {
			throw asProblem(error);
		}
	}

	forget(sessionId: string): void {
		// An entry without a callback is dropped when it is due.
		this.dependencies.due.remove(sessionId).catch(() => undefined);
	}

	async #dueNow(sessionId: string): Promise<void> {
		await this.dependencies.due.set(sessionId, 0);
		this.dependencies.onDue();
	}
}

/** The refusal of an address as it is answered; any other error as it is. */
function asProblem(error: unknown): unknown {
	return error instanceof DestinationRefused
		? faultyMember('invalid_request', ['callback_url'], error.message)
		: error;
}
