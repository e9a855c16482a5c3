import type { DenyRequest } from '../../../protocol/messages';
import { deny, makeIdempotencyKey } from '../api';
import type { CredentialRequest, Ending, Failure, StateOf } from '../state';
import { endRequest, runStep, type Flow } from './flow';
import { retryUntilAnswered } from './retry';

/** What the agent receives where the person did not recognize the request. */
const NOT_EXPECTED = 'not_expected';
/** What the agent receives where the person reported the request. */
const REPORTED = 'reported';

/** Declines the request, before it was confirmed or from the form. */
export function declineRequest(flow: Flow, state: StateOf<'check'> | StateOf<'form'>): void {
	const confirmed = state.view === 'form';
	denyRequest(flow, {
		request: state.request,
		confirmed,
		...(confirmed ? {} : { reason: NOT_EXPECTED }),
		ending: 'declined',
		showBusy: (failure) => {
			flow.show({ ...state, busy: 'decline', ...(failure === undefined ? {} : { failure }) });
		},
	});
}

/** Explains what reporting does, and asks whether to go on. */
export function askToReport(flow: Flow, from: StateOf<'check'> | StateOf<'form'>): void {
	flow.show({ view: 'report', request: from.request, from });
}

/** Reports the request, which ends it. */
export function reportRequest(flow: Flow, state: StateOf<'report'>): void {
	denyRequest(flow, {
		request: state.request,
		confirmed: state.from.view === 'form',
		reason: REPORTED,
		ending: 'reported',
		showBusy: (failure) => {
			flow.show({ ...state, busy: true, ...(failure === undefined ? {} : { failure }) });
		},
	});
}

interface Denial {
	readonly request: CredentialRequest;
	/** Whether this tab has confirmed the request, and so has its connect token. */
	readonly confirmed: boolean;
	/** What the agent receives. */
	readonly reason?: string;
	/** How the request then ended in this tab. */
	readonly ending: Ending;
	/** Shows that the call is under way, and how its last attempt failed. */
	readonly showBusy: (failure?: Failure) => void;
}

function denyRequest(flow: Flow, denial: Denial): void {
	const { request, confirmed, showBusy } = denial;
	runStep(flow, async (signal) => {
		showBusy();
		const call = deny(request.code, bodyOf(flow, denial), makeIdempotencyKey());
		const answer = await retryUntilAnswered(call, flow.retry, signal, showBusy);
		if (answer.kind === 'ok') endRequest(flow, request, denial.ending);
		else if (answer.status === 404) endRequest(flow, request, 'expired');
		// Without a token, 403 means the same as 409: somebody else has confirmed the request meanwhile.
		else if (!confirmed && (answer.status === 409 || answer.status === 403))
			flow.show({ view: 'opened-elsewhere' });
		else if (answer.status === 409) endRequest(flow, request, 'answered');
		else flow.show({ view: 'refused', ...answer });
	});
}

function bodyOf(flow: Flow, { request, confirmed, reason }: Denial): DenyRequest {
	const stored = confirmed ? flow.storage.read(request.code) : undefined;
	return {
		...(reason === undefined ? {} : { reason }),
		...(stored?.stage === 'confirmed' ? { connect_token: stored.connectToken } : {}),
	};
}
