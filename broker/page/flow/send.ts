import { sealEnvelope } from '../../../protocol/envelope';
import { complete, makeIdempotencyKey } from '../api-steps';
import type { CredentialRequest, Draft } from '../state';
import type { StoredRequest } from '../tab-storage';
import { endRequest, runStep, type Flow } from './flow';
import { retryUntilAnswered, type FinalAnswer } from './retry';

/** What the tab stores while it sends an envelope. */
export type Sending = Extract<StoredRequest, { readonly stage: 'sending' }>;

/**
 * Encrypts what was entered to the agent's key and sends it. From here on only the envelope is stored, for
 * repetitions and reloads; the values stay in memory until the broker has accepted it, in case it does not.
 */
export function sendValues(flow: Flow, request: CredentialRequest, draft: Draft): void {
	const stored = flow.storage.read(request.link);
	if (stored?.stage !== 'confirmed') {
		flow.show({ view: 'refused', status: 0 });
		return;
	}
	runStep(flow, async (signal) => {
		flow.show({ view: 'sending', request, phase: 'encrypting' });
		const values = Object.fromEntries(Object.entries(draft).map(([name, { value }]) => [name, value]));
		const ciphertext = await sealEnvelope(request.session.public_key, values);
		signal.throwIfAborted();
		const { connectToken } = stored;
		const idempotencyKey = makeIdempotencyKey();
		await send(flow, { stage: 'sending', request, connectToken, ciphertext, idempotencyKey }, draft, signal);
	});
}

/** Goes on sending after a reload of the tab. */
export function resumeSending(flow: Flow, sending: Sending): void {
	runStep(flow, (signal) => send(flow, sending, {}, signal));
}

async function send(flow: Flow, sending: Sending, draft: Draft, signal: AbortSignal): Promise<void> {
	finish(flow, sending, draft, await sendEnvelope(flow, sending, signal));
}

/** Stores an envelope in this tab, and sends it until there is an answer. */
export function sendEnvelope(flow: Flow, sending: Sending, signal: AbortSignal): Promise<FinalAnswer<true>> {
	const { request, connectToken, ciphertext, idempotencyKey } = sending;
	flow.storage.save(request.link, sending);
	flow.show({ view: 'sending', request, phase: 'sending' });
	const call = complete(request.link, connectToken, ciphertext, idempotencyKey);
	return retryUntilAnswered(call, flow.retry, signal, (failure) => {
		flow.show({ view: 'sending', request, phase: 'sending', failure });
	});
}

function finish(flow: Flow, sending: Sending, draft: Draft, answer: FinalAnswer<true>): void {
	const { request, connectToken } = sending;
	if (answer.kind === 'ok') endRequest(flow, request, 'done');
	else if (answer.status === 409) endRequest(flow, request, 'answered');
	// An earlier attempt may have arrived and been collected, and the session deleted, before its reply was lost.
	else if (answer.status === 404) endRequest(flow, request, answer.repeated ? 'unsure' : 'expired');
	else if (answer.status === 413 || answer.status === 422) {
		flow.storage.save(request.link, { stage: 'confirmed', request, connectToken });
		const refusal = answer.status === 413 ? 'too-large' : 'not-taken';
		flow.show({ view: 'form', request, draft, refusal });
	} else flow.show({ view: 'refused', ...answer });
}
