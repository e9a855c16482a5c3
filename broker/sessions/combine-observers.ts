import type { SessionObserver } from './session-events';

/**
 * One observer that calls several. One that throws stops neither the others nor the change itself.
 * @param onFault called with what it threw
 */
export function combineObservers(
	observers: readonly SessionObserver[],
	onFault: (error: unknown) => void,
): SessionObserver {
	return {
		changed: (change) => {
			for (const observer of observers) {
				try {
					observer.changed(change);
				} catch (error) {
					onFault(error);
				}
			}
		},
	};
}
