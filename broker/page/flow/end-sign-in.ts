import { base64UrlEncode } from '../../../protocol/encoding';
import { deny } from '../api-steps';
import { historyState } from '../callback-address';
import type { CredentialRequest, Ending } from '../state';
import type { EndedTrip, OpenTrip } from '../trips';
import { endRequest, type Flow } from './flow';
import { retryUntilAnswered, type FinalAnswer } from './retry';

/** A request that is open in this browser, and the proof that it was confirmed here. */
export type Confirmed = Pick<OpenTrip, 'request' | 'connectToken'>;

/** Ends a request without a credential, and tells the sender why. */
export async function denySignIn(
	flow: Flow,
	{ request, connectToken }: Confirmed,
	ending: Ending,
	reason: string,
	signal: AbortSignal,
): Promise<void> {
	flow.show({ view: 'sign-in-ending', request });
	const body = { connect_token: connectToken, reason };
	// The same after a reload, so that the page knows its own attempt again.
	const call = deny(request.link, body, await keyOf(`${connectToken} ${reason}`));
	const answer = await retryUntilAnswered(call, flow.retry, signal, (failure) => {
		flow.show({ view: 'sign-in-ending', request, failure });
	});
	if (answer.kind === 'ok') finish(flow, request, ending, reason);
	else finishOtherwise(flow, request, answer);
}

/** Shows, in this tab too, how a request has ended in another one. */
export function showEndedTrip(flow: Flow, { link, ending, ended }: EndedTrip): void {
	flow.begin();
	forgetAnswer();
	flow.storage.save(link, { stage: 'ended', ending, ended });
	flow.show({ view: ending, ended });
}

/** Ends a sign-in in this tab, and tells the others. @param reason what the sender is told */
export function finish(flow: Flow, request: CredentialRequest, ending: Ending, reason?: string): void {
	forgetAnswer();
	endRequest(flow, request, ending, reason);
}

/** Ends a sign-in by what the broker refused. */
export function finishOtherwise(
	flow: Flow,
	request: CredentialRequest,
	answer: Extract<FinalAnswer<true>, { readonly kind: 'refused' }>,
): void {
	if (answer.status === 409) finish(flow, request, 'answered');
	// An earlier attempt may have arrived and been collected, and the session deleted, before its reply was lost.
	else if (answer.status === 404) finish(flow, request, answer.repeated ? 'unsure' : 'sign-in-late');
	else {
		forgetAnswer();
		flow.show({ view: 'refused', ...answer });
	}
}

/** Forgets what a provider sent: it was passed on, or is worth nothing. */
export function forgetAnswer(): void {
	const { link } = historyState();
	history.replaceState(link === undefined ? null : { link }, '');
}

async function keyOf(text: string): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
	return base64UrlEncode(new Uint8Array(digest));
}
