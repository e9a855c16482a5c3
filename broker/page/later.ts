import { laterActions } from './flow/actions';
import { confirmRequest } from './flow/confirm';
import type { Flow, LaterSteps } from './flow/flow';
import { resumeSending, sendValues } from './flow/send';
import { endView } from './views/end';
import { END_MESSAGES } from './views/end-messages';
import { formView } from './views/form';
import type { CredentialRequest } from './state';
import type { LaterViews } from './views/make-view';
import { sendingView } from './views/progress';

/*
 * What the page needs from the first press on where values are asked for (for sign-ins: sign-in.ts). It is a file of its own, loaded when the first view is there, and shares
 * no module with the script in the document: nothing here may rely on what a module of both remembers.
 */

/** The views of these steps. */
export const LATER_VIEWS: LaterViews = {
	...END_MESSAGES,
	decline: endView,
	form: formView,
	report: endView,
	sending: sendingView,
};

/** The steps from the first press on. */
export function laterSteps(flow: Flow): LaterSteps {
	const showForm = (request: CredentialRequest): void => {
		flow.show({ view: 'form', request, draft: {} });
	};
	const confirm = (request: CredentialRequest): void => {
		confirmRequest(flow, request, showForm);
	};
	return {
		actions: {
			...laterActions(flow, confirm),
			send: ({ request }, draft) => {
				sendValues(flow, request, draft);
			},
		},
		confirm,
		resume: showForm,
		resumeSending: (sending) => {
			resumeSending(flow, sending);
		},
	};
}
