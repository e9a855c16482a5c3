import type { Answer, Call } from './api';
import { historyState } from './callback-address';
import type * as later from './later';
import type * as signIn from './sign-in';
import type { RequestKind } from './state';

/** What {@link loadLater} loads. */
export type Later = typeof later | typeof signIn;

/** How often a page is loaded anew because the broker does not have the file that its document names. */
const MOST_RELOADS = 3;

/**
 * Loads what comes after the first view of such a request; once it is there, gives it at once. Can be repeated until it succeeds: each
 * attempt has an address of its own, since some browsers remember that a module did not load.
 *
 * Where the broker was updated after it sent the document, it may not have the file any more. Then the page is loaded
 * again: nobody has typed anything before this is there, and the tab stores how far it got.
 */
export function loadLater(kind: RequestKind): Call<Later> {
	const address = document.body.dataset[kind === 'form' ? 'later' : 'signIn'] ?? '';
	let loading: Promise<Answer<Later>> | undefined;
	let failures = 0;
	const attempt = async (): Promise<Answer<Later>> => {
		try {
			const query = failures === 0 ? '' : `?${String(failures)}`;
			return { kind: 'ok', value: (await import(address + query)) as Later };
		} catch {
			loading = undefined;
			failures += 1;
			const gone = await isGone(address);
			// Another broker behind the same address may still have it.
			if (gone && failures > 1) reloadPage();
			return { kind: 'failed', failure: gone ? 'unavailable' : 'no-connection' };
		}
	};
	return () => (loading ??= attempt());
}

async function isGone(address: string): Promise<boolean> {
	const answer = await fetch(address, { method: 'HEAD', cache: 'no-store' }).catch(() => undefined);
	return answer?.status === 404;
}

function reloadPage(): void {
	const state = historyState();
	const { reloads = 0 } = state;
	if (reloads >= MOST_RELOADS) return;
	history.replaceState({ ...state, reloads: reloads + 1 }, '');
	location.reload();
}
