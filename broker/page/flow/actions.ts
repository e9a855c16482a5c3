import { confirmRequest } from './confirm';
import { askToEnd, endByPerson } from './deny';
import type { Flow, LaterActions } from './flow';
import { sendValues } from './send';

/** What a person can do from the first press on, as steps of a flow. */
export function laterActions(flow: Flow): LaterActions {
	return {
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
	};
}
