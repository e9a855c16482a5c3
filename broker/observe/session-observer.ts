import type { SessionObserver } from '../sessions/session-events';

/**
 * Tells several observers. One that fails keeps neither the others nor the change itself from going on.
 * @param onFault told of the failure
 */
export function tellAll(
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
