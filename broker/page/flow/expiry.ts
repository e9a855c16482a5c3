import { openRequestOf, type PageState } from '../state';
import { endRequest } from './ending';
import type { Flow } from './flow';

/**
 * Ends the request when its time is up, whatever is under way. Only a sending that is in flight is waited for:
 * its reply says how it ended. One that waits to be repeated may have arrived, and the page says so.
 */
export function expireWhenDue(flow: Flow, state: PageState): void {
	const request = openRequestOf(state);
	if (request === undefined || Date.now() < request.deadline) return;
	if (state.view === 'sending' && state.trouble?.retryAt === undefined) return;
	flow.begin();
	endRequest(flow, request, state.view === 'sending' ? 'unsure' : 'expired');
}
