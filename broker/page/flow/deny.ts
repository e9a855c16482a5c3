import type { DenyRequest } from '../../../protocol/messages';
import { deny, makeIdempotencyKey } from '../api-steps';
import type { EndQuestion, Ending, Failure } from '../state';
import { endRequest, runStep, type Flow } from './flow';
import { retryUntilAnswered } from './retry';
import { showWhyUsed } from './used';

/** What the agent receives where the person did not recognize the request. */
const NOT_EXPECTED = 'not_expected';
/** What the agent receives where the person reported the request. */
const REPORTED = 'reported';
/** How the request then ended in this tab. */
const ENDINGS: Readonly<Record<EndQuestion['view'], Ending>> = { decline: 'declined', report: 'reported' };

/** Explains what declining or reporting does, and asks whether to go on: neither can be undone. */
export function askToEnd(flow: Flow, how: EndQuestion['view'], from: EndQuestion['from']): void {
	flow.show({ view: how, request: from.request, from });
}

/** Declines or reports the request, which ends it. */
export function endByPerson(flow: Flow, state: EndQuestion): void {
	const { request, view, from } = state;
	runStep(flow, async (signal) => {
		const showBusy = (failure?: Failure): void => {
			flow.show({ ...state, busy: true, ...(failure === undefined ? {} : { failure }) });
		};
		showBusy();
		const call = deny(request.link, bodyOf(flow, state), makeIdempotencyKey());
		const answer = await retryUntilAnswered(call, flow.retry, signal, showBusy);
		if (answer.kind === 'ok') endRequest(flow, request, ENDINGS[view]);
		else if (answer.status === 404) endRequest(flow, request, 'expired');
		// Without a token, 403 means the same as 409: somebody else has confirmed the request meanwhile.
		else if (from.view === 'check' && (answer.status === 409 || answer.status === 403))
			await showWhyUsed(flow, request.link, signal, showBusy);
		else if (answer.status === 409) endRequest(flow, request, 'answered');
		else flow.show({ view: 'refused', ...answer });
	});
}

function bodyOf(flow: Flow, { request, view, from }: EndQuestion): DenyRequest {
	const reason = view === 'report' ? REPORTED : NOT_EXPECTED;
	if (from.view === 'check') return { reason };
	const stored = flow.storage.read(request.link);
	return {
		...(view === 'report' ? { reason } : {}),
		...(stored?.stage === 'confirmed' ? { connect_token: stored.connectToken } : {}),
	};
}
