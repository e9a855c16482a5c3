import { confirm, makeIdempotencyKey } from '../api';
import type { CredentialRequest } from '../state';
import { endRequest, runStep, type Flow } from './flow';
import { retryUntilAnswered } from './retry';

/**
 * Confirms the request, which binds it to this tab. The idempotency key is stored before the call is made, so that a
 * lost reply, or a reload, does not lock the person out of their own link.
 */
export function confirmRequest(flow: Flow, request: CredentialRequest): void {
	runStep(flow, async (signal) => {
		const { code } = request;
		const idempotencyKey = storedKey(flow, code) ?? makeIdempotencyKey();
		flow.storage.save(code, { stage: 'confirming', request, idempotencyKey });
		flow.show({ view: 'check', request, busy: 'confirm' });
		const call = confirm(code, idempotencyKey);
		const answer = await retryUntilAnswered(call, flow.retry, signal, (failure) => {
			flow.show({ view: 'check', request, busy: 'confirm', failure });
		});
		if (answer.kind === 'ok') {
			flow.storage.save(code, { stage: 'confirmed', request, connectToken: answer.value });
			flow.show({ view: 'form', request, draft: {} });
		} else if (answer.status === 409) flow.show({ view: 'opened-elsewhere' });
		else if (answer.status === 404) endRequest(flow, request, 'expired');
		else flow.show({ view: 'refused', ...answer });
	});
}

function storedKey(flow: Flow, code: string): string | undefined {
	const stored = flow.storage.read(code);
	return stored?.stage === 'confirming' ? stored.idempotencyKey : undefined;
}
