/** Where a link's request is looked up: this, and the code as the address of the page has it. */
const LOOK_UP_PATH = '/v1/connect/';
/** `HEADERS.keyFingerprint` of the protocol, without the others. */
const FINGERPRINT_HEADER = 'x-key-fingerprint';
/** Until an answer begins. */
export const LOOK_UP_TIMEOUT_MS = 20_000;

/** A code as links have it, or the 28 characters of a long link. What reads otherwise is left to the page's own script. */
const CODE = /^\/connect\/([0-9A-Z]{4}-[0-9A-Z]{4}|[\w-]{28})$/;
/** No fragment, or that of a whole pin: with any other the page asks for nothing. */
const PIN = /^(?:#k=([\w-]{43})(?:&c=[\w-]{43})?)?$/;

/** The call that the head of the document has made. */
interface EarlyLookUp {
	readonly path: string;
	readonly answer: Promise<Response>;
}

declare global {
	interface Window {
		/** Put there by the script in the document's head, and taken away by the page's own. */
		earlyLookUp?: EarlyLookUp;
	}
}

/**
 * Asks for the request of a link while the document is still arriving: on a slow line this saves a whole round trip.
 * Asks nothing where the page would not, or might not: a tab that has stored something may have confirmed already.
 */
export function startEarlyLookUp(): void {
	const code = CODE.exec(location.pathname)?.[1];
	const pin = PIN.exec(location.hash);
	if (code === undefined || pin === null || !isSecureContext || hasStored()) return;
	const path = LOOK_UP_PATH + code;
	const [, fingerprint] = pin;
	const answer = fetch(path, {
		headers: {
			accept: 'application/json',
			...(fingerprint === undefined ? {} : { [FINGERPRINT_HEADER]: fingerprint }),
		},
		cache: 'no-store',
		redirect: 'error',
		referrerPolicy: 'no-referrer',
		signal: AbortSignal.timeout(LOOK_UP_TIMEOUT_MS),
	});
	// Whoever takes it sees how it failed; nobody may.
	answer.catch(() => undefined);
	window.earlyLookUp = { path, answer };
}

/** The answer to a call that the document's head has made already; once, and undefined where it made another or none. */
export function takeEarlyAnswer(path: string): Promise<Response> | undefined {
	const early = window.earlyLookUp;
	delete window.earlyLookUp;
	return early?.path === path ? early.answer : undefined;
}

function hasStored(): boolean {
	try {
		return sessionStorage.length > 0;
	} catch {
		// Storage is forbidden, so there is nothing in it.
		return false;
	}
}
