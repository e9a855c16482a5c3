import { normalizeUserCode, formatUserCode } from '../../protocol/user-code';
import { readPin, type Pin } from '../../protocol/verification-link';

const ENTRY = '/connect';

/** What is in the address of the page. */
export interface Address {
	/** `ABCD-1234`; `entry` where a code is to be typed, `unreadable` where the path holds none that could be one. */
	readonly code:
		| { readonly kind: 'code'; readonly code: string }
		| { readonly kind: 'entry' }
		| { readonly kind: 'unreadable' };
	readonly pin: Pin;
}

/** Reads the user code and the key's fingerprint from the address. */
export function readAddress(location: Pick<Location, 'pathname' | 'hash'>): Address {
	return { code: readCode(location.pathname), pin: readPin(location.hash) };
}

/** The path of the page for a code, or of the code entry, without a fragment. */
export function pathOf(code?: string): string {
	return code === undefined ? ENTRY : `${ENTRY}/${code}`;
}

function readCode(pathname: string): Address['code'] {
	const [, text = ''] = /^\/connect\/?(.*)$/.exec(pathname) ?? [];
	if (text === '') return { kind: 'entry' };
	const normal = normalizeUserCode(decoded(text));
	return normal === undefined ? { kind: 'unreadable' } : { kind: 'code', code: formatUserCode(normal) };
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
