import type { StateOf } from '../state';
import { denyRequest } from './deny';
import type { Flow } from './flow';

/** What the agent reads where the person reported the request. */
const REPORTED = 'reported';

/** Says what reporting does, and asks whether to go on. */
export function askToReport(flow: Flow, from: StateOf<'check'> | StateOf<'form'>): void {
	flow.show({ view: 'report', request: from.request, from });
}

/** Reports the request, which ends it. */
export function reportRequest(flow: Flow, state: StateOf<'report'>): void {
	denyRequest(flow, {
		request: state.request,
		opened: state.from.view === 'form',
		reason: REPORTED,
		ending: 'reported',
		showBusy: (trouble) => {
			flow.show({ ...state, busy: true, ...(trouble === undefined ? {} : { trouble }) });
		},
	});
}
