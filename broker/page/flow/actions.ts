import { askToEnd, endByPerson } from './deny';
import type { Flow, LaterActions } from './flow';
import type { CredentialRequest } from '../state';

/**
 * What a person can do from the first press on, whatever is asked for, as steps of a flow.
 * @param confirm confirms a request, and goes on with what it asks for
 */
export function laterActions(
	flow: Flow,
	confirm: (request: CredentialRequest) => void,
): Pick<Required<LaterActions>, 'confirm' | 'askToEnd' | 'end' | 'goBack'> {
	return {
		confirm: ({ request }) => {
			confirm(request);
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
	};
}
