import { deny } from '../api';
import type { DenyRequest } from '../../../protocol/messages';
import { makeIdempotencyKey } from '../idempotency-key';
import type { StateOf } from '../state';
import { endRequest } from './ending';
import { runStep, type Flow } from './flow';
import { repeatUntilAnswered } from './repeat';

/** What the agent reads where the person did not recognize the request. */
const NOT_EXPECTED = 'not_expected';

/** Declines the request, before it was opened (nobody's token is needed) or from the form (with its token). */
export function declineRequest(flow: Flow, state: StateOf<'check'> | StateOf<'form'>): void {
	const { request, view } = state;
	runStep(flow, async (signal) => {
		flow.show({ ...state, busy: 'decline' });
		const call = deny(request.code, denialOf(flow, state), makeIdempotencyKey());
		const answer = await repeatUntilAnswered(call, flow.bell, signal, (trouble) => {
			flow.show({ ...state, busy: 'decline', trouble });
		});
		if (answer.kind === 'ok') endRequest(flow, request, 'declined');
		else if (answer.status === 404) endRequest(flow, request, 'expired');
		// Without a token, 403 says the same as 409: somebody else has opened the request meanwhile.
		else if (view === 'check' && (answer.status === 409 || answer.status === 403))
			flow.show({ view: 'opened-elsewhere' });
		else if (answer.status === 409) endRequest(flow, request, 'answered');
		else flow.show({ view: 'refused', ...answer });
	});
}

function denialOf(flow: Flow, { view, request }: StateOf<'check'> | StateOf<'form'>): DenyRequest {
	if (view === 'check') return { reason: NOT_EXPECTED };
	const memory = flow.memory.recall(request.code);
	return memory?.stage === 'confirmed' ? { connect_token: memory.connectToken } : {};
}
