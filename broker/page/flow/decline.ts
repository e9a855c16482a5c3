import type { StateOf } from '../state';
import { denyRequest } from './deny';
import type { Flow } from './flow';

/** What the agent reads where the person did not recognize the request. */
const NOT_EXPECTED = 'not_expected';

/** Declines the request, before it was opened or from the form. */
export function declineRequest(flow: Flow, state: StateOf<'check'> | StateOf<'form'>): void {
	const opened = state.view === 'form';
	denyRequest(flow, {
		request: state.request,
		opened,
		...(opened ? {} : { reason: NOT_EXPECTED }),
		ending: 'declined',
		showBusy: (trouble) => {
			flow.show({ ...state, busy: 'decline', ...(trouble === undefined ? {} : { trouble }) });
		},
	});
}
