import type { Actions } from '../view';
import { confirmRequest } from './confirm';
import { askToEnd, endByPerson } from './deny';
import type { Flow } from './flow';
import { openTyped, showCodeEntry } from './open';
import { sendValues } from './send';

/** What a person can do, as steps of a flow. */
export function actionsOf(flow: Flow): Actions {
	return {
		openTyped: (text) => {
			openTyped(flow, text);
		},
		showCodeEntry: () => {
			showCodeEntry(flow);
		},
		confirm: ({ request }) => {
			confirmRequest(flow, request);
		},
		askToEnd: (how, from) => {
			askToEnd(flow, how, from);
		},
		end: (state) => {
			endByPerson(flow, state);
		},
		goBack: ({ from }) => {
			flow.show(from);
		},
		send: ({ request }, draft) => {
			sendValues(flow, request, draft);
		},
		retryNow: () => {
			flow.retry.notify();
		},
	};
}
