import { kindOf, type Failure, type PageState } from '../state';
import type { Actions } from '../view';
import { runStep, type Flow, type LaterActions } from './flow';
import { openTyped, showCodeEntry } from './open';
import { retryUntilAnswered } from './retry';

/** An action that comes later. */
type Action<Name extends keyof LaterActions> = (...values: Parameters<Required<LaterActions>[Name]>) => void;

/**
 * What a person can do in the views that are there first. Whatever goes on from them waits until its code is loaded,
 * which it usually is by then; where it is not, the view says so and it is tried again.
 * @param current the state that is shown
 */
export function firstActions(flow: Flow, current: () => PageState): Actions {
	const whenLoaded =
		<Name extends keyof LaterActions>(name: Name) =>
		(...values: Parameters<Action<Name>>): void => {
			const state = current();
			runStep(flow, async (signal) => {
				const busy = name === 'confirm' ? { busy: 'confirm' as const } : {};
				const show = (failure?: Failure): void => {
					if (state.view !== 'check') return;
					flow.show({ ...state, ...busy, ...(failure === undefined ? {} : { failure }) });
				};
				show();
				const later = flow.later(kindOf(state));
				const answer = await retryUntilAnswered(later, flow.retry, signal, show);
				if (answer.kind !== 'ok') return;
				const action = answer.value.actions[name] as Action<Name> | undefined;
				action?.(...values);
			});
		};
	return {
		openTyped: (text) => {
			openTyped(flow, text);
		},
		showCodeEntry: () => {
			showCodeEntry(flow);
		},
		retryNow: () => {
			flow.retry.notify();
		},
		confirm: whenLoaded('confirm'),
		askToEnd: whenLoaded('askToEnd'),
		end: whenLoaded('end'),
		goBack: whenLoaded('goBack'),
		send: whenLoaded('send'),
		signIn: whenLoaded('signIn'),
		stop: whenLoaded('stop'),
	};
}
