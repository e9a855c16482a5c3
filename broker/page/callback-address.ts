import { CALLBACK_PATH } from '../../protocol/callback-path';

/** What the page keeps of an entry of the tab's history: a reload does not lose it. */
export interface HistoryState {
	/** Query and fragment that a provider sent, until they are passed on. */
	readonly oauthReturn?: string;
	/** Of the request that they belong to: the address does not say. */
	readonly link?: string;
	/** How often the page was loaded anew by itself. */
	readonly reloads?: number;
}

/**
 * Takes what a provider sent out of the address, before anything else runs: a code stands there, which belongs to nobody
 * but the sender of the request.
 */
export function takeReturn(): void {
	const { pathname, search, hash } = location;
	const oauthReturn = search + hash;
	if (pathname === CALLBACK_PATH && oauthReturn !== '') history.replaceState({ oauthReturn }, '', pathname);
}

/** What the page keeps of this entry. */
export function historyState(): HistoryState {
	return (history.state ?? {}) as HistoryState;
}
