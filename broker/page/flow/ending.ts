import type { CredentialRequest, Ending } from '../state';
import type { Flow } from './flow';

/** Ends a request in this tab: remembers how, forgets its tokens, and shows it. */
export function endRequest(flow: Flow, request: CredentialRequest, ending: Ending): void {
	const { display_name: displayName, requester } = request.session;
	const ended = { displayName, ...(requester === undefined ? {} : { requester: requester.name }) };
	flow.memory.remember(request.code, { stage: 'ended', ending, ended });
	flow.show({ view: ending, ended });
}
