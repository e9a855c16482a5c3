import type { CredentialRequest, EndedRequest, Ending } from './state';

/**
 * What a tab remembers about one request, so that reloading it loses nothing: after confirmation the broker
 * answers look-ups with 404. Holds the connect token and, while it is being sent, the sealed envelope. Never a
 * value that somebody typed.
 */
export type Memory =
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

/** The memory of this tab (`sessionStorage`), by user code. */
export interface TabMemory {
	/** What is remembered about a request; undefined where nothing is. */
	recall(code: string): Memory | undefined;
	/** Remembers this about a request instead of what was remembered before. */
	remember(code: string, memory: Memory): void;
}

const PREFIX = 'linkauth:';

/**
 * Opens the tab's memory. Where the browser forbids storage, or has no room left, the page still works, and
 * only a reload forgets.
 */
export function openTabMemory(): TabMemory {
	const fallback = new Map<string, Memory>();
	return {
		recall: (code) => fallback.get(code) ?? read(code),
		remember: (code, memory) => {
			fallback.set(code, memory);
			write(code, memory);
		},
	};
}

function read(code: string): Memory | undefined {
	try {
		const text = sessionStorage.getItem(PREFIX + code);
		// Nobody but this page, from this origin, writes here.
		return text === null ? undefined : (JSON.parse(text) as Memory);
	} catch {
		return undefined;
	}
}

function write(code: string, memory: Memory): void {
	try {
		sessionStorage.setItem(PREFIX + code, JSON.stringify(memory));
	} catch {
		// Storage is forbidden or full: the map above still holds it until the tab is reloaded.
	}
}
