import { confirm, makeIdempotencyKey } from '../api-steps';
import type { CredentialRequest, Failure } from '../state';
import { deadlineIn } from '../time';
import { endRequest, runStep, type Flow } from './flow';
import { retryUntilAnswered } from './retry';
import { showWhyUsed } from './used';

/**
 * Confirms the request, which binds it to this tab. The idempotency key is stored before the call is made, so that a
 * lost reply, or a reload, does not lock the person out of their own link.
 * @param goOn gets the request with the time that is left to answer it
 */
export function confirmRequest(
	flow: Flow,
	request: CredentialRequest,
	goOn: (request: CredentialRequest) => void,
): void {
	runStep(flow, async (signal) => {
		const { link } = request;
		const idempotencyKey = storedKey(flow, link) ?? makeIdempotencyKey();
		flow.storage.save(link, { stage: 'confirming', request, idempotencyKey });
		flow.show({ view: 'check', request, busy: 'confirm' });
		const onFailure = (failure: Failure): void => {
			flow.show({ view: 'check', request, busy: 'confirm', failure });
		};
		const answer = await retryUntilAnswered(confirm(link, idempotencyKey), flow.retry, signal, onFailure);
		if (answer.kind === 'ok') {
			const { connectToken, expiresIn } = answer.value;
			const confirmed = expiresIn === undefined ? request : { ...request, deadline: deadlineIn(expiresIn) };
			flow.storage.save(link, { stage: 'confirmed', request: confirmed, connectToken });
			goOn(confirmed);
		} else if (answer.status === 409) await showWhyUsed(flow, link, signal, onFailure);
		else if (answer.status === 404) endRequest(flow, request, 'expired');
		else flow.show({ view: 'refused', ...answer });
	});
}

function storedKey(flow: Flow, link: string): string | undefined {
	const stored = flow.storage.read(link);
	return stored?.stage === 'confirming' ? stored.idempotencyKey : undefined;
}
