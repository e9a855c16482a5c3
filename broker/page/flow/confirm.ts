import { confirm } from '../api';
import { makeIdempotencyKey } from '../idempotency-key';
import type { CredentialRequest } from '../state';
import { endRequest } from './ending';
import { runStep, type Flow } from './flow';
import { repeatUntilAnswered } from './repeat';

/**
 * Opens the request for this tab alone. The key of the call is remembered before it is made, so that a lost
 * reply, or a reload, does not lock the person out of their own link.
 */
export function confirmRequest(flow: Flow, request: CredentialRequest): void {
	runStep(flow, async (signal) => {
		const { code } = request;
		const idempotencyKey = rememberedKey(flow, code) ?? makeIdempotencyKey();
		flow.memory.remember(code, { stage: 'confirming', request, idempotencyKey });
		flow.show({ view: 'check', request, busy: 'confirm' });
		const call = confirm(code, idempotencyKey);
		const answer = await repeatUntilAnswered(call, flow.bell, signal, (trouble) => {
			flow.show({ view: 'check', request, busy: 'confirm', trouble });
		});
		if (answer.kind === 'ok') {
			flow.memory.remember(code, { stage: 'confirmed', request, connectToken: answer.value });
			flow.show({ view: 'form', request, draft: {} });
		} else if (answer.status === 409) flow.show({ view: 'opened-elsewhere' });
		else if (answer.status === 404) endRequest(flow, request, 'expired');
		else flow.show({ view: 'refused', ...answer });
	});
}

function rememberedKey(flow: Flow, code: string): string | undefined {
	const memory = flow.memory.recall(code);
	return memory?.stage === 'confirming' ? memory.idempotencyKey : undefined;
}
