import type { CredentialRequest, EndedRequest, Ending } from './state';

/**
 * What a tab stores of one request, so that a reload loses nothing: after confirmation the broker refuses
 * look-ups. Contains the connect token and, while it is being sent, the envelope; never a value that somebody typed.
 */
export type StoredRequest =
	| { readonly stage: 'confirming'; readonly request: CredentialRequest; readonly idempotencyKey: string }
	| { readonly stage: 'confirmed'; readonly request: CredentialRequest; readonly connectToken: string }
	| {
			readonly stage: 'sending';
			readonly request: CredentialRequest;
			readonly connectToken: string;
			readonly ciphertext: string;
			readonly idempotencyKey: string;
	  }
	| { readonly stage: 'ended'; readonly ending: Ending; readonly ended: EndedRequest };

/** The storage of this tab (`sessionStorage`), by what the address finds a request by. */
export interface TabStorage {
	/** What is stored of a request; undefined where nothing is. */
	read(link: string): StoredRequest | undefined;
	/** Replaces what is stored of a request. */
	save(link: string, stored: StoredRequest): void;
}

const PREFIX = 'linkauth:';

/**
 * Opens the tab's storage. Where the browser forbids it, or it is full, the page works without it until it is
 * reloaded.
 */
export function openTabStorage(): TabStorage {
	const inMemory = new Map<string, StoredRequest>();
	return {
		read: (link) => inMemory.get(link) ?? readItem(link),
		save: (link, stored) => {
			inMemory.set(link, stored);
			writeItem(link, stored);
		},
	};
}

function readItem(link: string): StoredRequest | undefined {
	try {
		const text = sessionStorage.getItem(PREFIX + link);
		// Only this page, from this origin, writes here.
		return text === null ? undefined : (JSON.parse(text) as StoredRequest);
	} catch {
		return undefined;
	}
}

function writeItem(link: string, stored: StoredRequest): void {
	try {
		sessionStorage.setItem(PREFIX + link, JSON.stringify(stored));
	} catch {
		// Forbidden or full: the map above has it until the tab is reloaded.
	}
}
