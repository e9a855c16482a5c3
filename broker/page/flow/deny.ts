import type { DenyRequest } from '../../../protocol/messages';
import { deny } from '../api';
import { makeIdempotencyKey } from '../idempotency-key';
import type { CredentialRequest, Ending, Trouble } from '../state';
import { endRequest } from './ending';
import { runStep, type Flow } from './flow';
import { repeatUntilAnswered } from './repeat';

/** A refusal of a request, before it was opened (nobody's token is needed) or after (with its token). */
export interface Denial {
	readonly request: CredentialRequest;
	/** Whether this tab has opened the request. */
	readonly opened: boolean;
	/** What the agent reads. */
	readonly reason?: string;
	/** How the request then ended in this tab. */
	readonly ending: Ending;
	/** Shows that the refusal is under way, and what trouble it has. */
	readonly showBusy: (trouble?: Trouble) => void;
}

/** Ends the request by refusing it. */
export function denyRequest(flow: Flow, denial: Denial): void {
	const { request, opened, showBusy } = denial;
	runStep(flow, async (signal) => {
		showBusy();
		const call = deny(request.code, bodyOf(flow, denial), makeIdempotencyKey());
		const answer = await repeatUntilAnswered(call, flow.bell, signal, showBusy);
		if (answer.kind === 'ok') endRequest(flow, request, denial.ending);
		else if (answer.status === 404) endRequest(flow, request, 'expired');
		// Without a token, 403 says the same as 409: somebody else has opened the request meanwhile.
		else if (!opened && (answer.status === 409 || answer.status === 403))
			flow.show({ view: 'opened-elsewhere' });
		else if (answer.status === 409) endRequest(flow, request, 'answered');
		else flow.show({ view: 'refused', ...answer });
	});
}

function bodyOf(flow: Flow, { request, opened, reason }: Denial): DenyRequest {
	const memory = opened ? flow.memory.recall(request.code) : undefined;
	return {
		...(reason === undefined ? {} : { reason }),
		...(memory?.stage === 'confirmed' ? { connect_token: memory.connectToken } : {}),
	};
}
