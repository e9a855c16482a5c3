import { readAddress } from '../address';
import { lookUp, type Answer, type Call } from '../api';
import type { SessionInfo } from '../../../protocol/messages';
import type { Failure } from '../state';
import type { Flow } from './flow';
import { retryUntilAnswered } from './retry';

/** The look-up of the request of this link, with the fingerprint in the address, where it has one. */
export function lookUpLink(link: string): Call<SessionInfo> {
	const { pin } = readAddress(location);
	return lookUp(link, pin.kind === 'fingerprint' ? pin.fingerprint : undefined);
}

/** Asks the broker why the link does not open any more, and shows that. */
export async function showWhyUsed(
	flow: Flow,
	link: string,
	signal: AbortSignal,
	onFailure: (failure: Failure) => void,
): Promise<void> {
	const answer: Answer<SessionInfo> = await retryUntilAnswered(
		lookUpLink(link),
		flow.retry,
		signal,
		onFailure,
	);
	const used = answer.kind === 'refused' ? answer.used : undefined;
	flow.show({ view: 'used', ...(used === undefined ? {} : { used }) });
}
