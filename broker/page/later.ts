import { laterActions } from './flow/actions';
import { confirmRequest } from './flow/confirm';
import type { Flow, LaterSteps } from './flow/flow';
import { resumeSending } from './flow/send';
import { endView } from './views/end';
import { formView } from './views/form';
import type { LaterViews } from './views/make-view';
import { sendingView } from './views/progress';

/*
 * What the page needs from the first press on. It is a file of its own, loaded when the first view is there, and shares
 * no module with the script in the document: nothing here may rely on what a module of both remembers.
 */

/** The views of these steps. */
export const LATER_VIEWS: LaterViews = {
	decline: endView,
	form: formView,
	report: endView,
	sending: sendingView,
};

/** The steps from the first press on. */
export function laterSteps(flow: Flow): LaterSteps {
	return {
		actions: laterActions(flow),
		confirm: (request) => {
			confirmRequest(flow, request);
		},
		resumeSending: (sending) => {
			resumeSending(flow, sending);
		},
	};
}
