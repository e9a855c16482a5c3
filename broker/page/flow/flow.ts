import type { PageState } from '../state';
import type { TabMemory } from '../storage';
import type { RetryBell } from './repeat';

/** What every step of the page works with. */
export interface Flow {
	readonly memory: TabMemory;
	readonly bell: RetryBell;
	/** Shows a state, instead of the one before. */
	show(state: PageState): void;
	/** Ends the step that is under way, and gives the signal that ends the next one. */
	begin(): AbortSignal;
}

/** Runs one step. A step that another one ends, ends silently. */
export function runStep(flow: Flow, step: (signal: AbortSignal) => Promise<void>): void {
	const signal = flow.begin();
	step(signal).catch((error: unknown) => {
		if (signal.aborted) return;
		flow.show({ view: 'refused', status: 0 });
		throw error;
	});
}
