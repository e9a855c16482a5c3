import type { AllowedDestinations } from '../outbound/allowed-destinations';
import type { CallbackPlanner } from '../sessions/callback-planner';
import { CallbackPlan } from './callback-plan';
import { CallbackPool, type CallbackPoolDependencies } from './callback-pool';
import { Probes } from './probes';

/** What callbacks are opened with. */
export interface CallbackOptions extends Omit<CallbackPoolDependencies, 'outbound'> {
	/** Hosts that may be called besides the public ones. */
	readonly allowed: AllowedDestinations;
}

/** Callbacks that are being made. */
export interface OpenCallbacks {
	/** For sessions: says which calls are due when. */
	readonly planner: CallbackPlanner;
	/** Ends the calls under way, or gives them back for other brokers to make. */
	close(): Promise<void>;
}

/** Starts to make the callbacks that are due, and takes new ones. */
export function openCallbacks({ allowed, ...options }: CallbackOptions): OpenCallbacks {
	const outbound = { allowed };
	const pool = new CallbackPool({ ...options, outbound });
	const probes = new Probes({ ...options, outbound });
	const planner = new CallbackPlan({
		...options,
		outbound,
		probes,
		onDue: () => {
			pool.wake();
		},
	});
	pool.start();
	return { planner, close: () => pool.stop() };
}
