import type { Call } from '../api';
import {
	openRequestOf,
	type CredentialRequest,
	type EndedRequest,
	type Ending,
	type PageState,
	type RequestKind,
} from '../state';
import type { StoredRequest, TabStorage } from '../tab-storage';
import type { Actions } from '../view';
import type { RetrySignal } from './retry';

/** What a person can do from the first press on, whatever is asked for. */
type SharedActions = Pick<Actions, 'confirm' | 'askToEnd' | 'end' | 'goBack'>;

/** What a person can do from the first press on; some of it only where that is what is asked for. */
export type LaterActions = SharedActions & Partial<Pick<Actions, 'send' | 'signIn' | 'stop'>>;

/** The steps from the first press on, which are loaded after the first view. */
export interface LaterSteps {
	readonly actions: LaterActions;
	readonly confirm: (request: CredentialRequest) => void;
	/** Goes on, after a reload of the tab, where the person stands who has confirmed. */
	readonly resume: (request: CredentialRequest) => void;
	/** Goes on sending after a reload of the tab. */
	readonly resumeSending: (sending: Extract<StoredRequest, { readonly stage: 'sending' }>) => void;
	/** Takes what a provider sent the person back with. */
	readonly openReturn?: () => void;
}

/** What every step of the page works with. */
export interface Flow {
	readonly storage: TabStorage;
	readonly retry: RetrySignal;
	/** Loads the later steps of such a request, and their views; no other view than the first ones may be shown before. */
	later(kind: RequestKind): Call<LaterSteps>;
	/** Shows a state, instead of the one before. */
	show(state: PageState): void;
	/** Aborts the step that is under way, and gives the signal that aborts the next one. */
	begin(): AbortSignal;
}

/** Runs one step. A step that is aborted by another one ends silently. */
export function runStep(flow: Flow, step: (signal: AbortSignal) => Promise<void>): void {
	const signal = flow.begin();
	step(signal).catch((error: unknown) => {
		if (signal.aborted) return;
		flow.show({ view: 'refused', status: 0 });
		throw error;
	});
}

/** Ends a request in this tab: stores how, without its tokens, and shows it. @param reason what the sender is told */
export function endRequest(flow: Flow, request: CredentialRequest, ending: Ending, reason?: string): void {
	const ended = endedOf(request, reason);
	flow.storage.save(request.link, { stage: 'ended', ending, ended });
	flow.show({ view: ending, ended });
}

/** What is kept of a request that has ended. @param reason what the sender is told */
export function endedOf({ session }: CredentialRequest, reason?: string): EndedRequest {
	const { display_name: displayName, requester, oauth } = session;
	return {
		displayName,
		...(requester === undefined ? {} : { requester: requester.name }),
		signIn: oauth,
		reason,
	};
}

/**
 * Ends the request when its time is up, whatever is under way. Only an attempt to send that has no reply yet goes on:
 * its reply decides how it ended. One that waits to be repeated may have arrived, and the page says so.
 */
export function expireWhenDue(flow: Flow, state: PageState): void {
	const request = openRequestOf(state);
	if (request === undefined || Date.now() < request.deadline) return;
	if (state.view === 'sending' && state.failure?.retryAt === undefined) return;
	flow.begin();
	endRequest(flow, request, state.view === 'sending' ? 'unsure' : 'expired');
}
