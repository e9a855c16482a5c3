import { isLongLink } from '../../protocol/long-link';
import { formatUserCode, normalizeUserCode } from '../../protocol/user-code';
import { readPin, type Pin } from '../../protocol/verification-link';
import { CALLBACK_PATH } from '../../protocol/callback-path';

const ENTRY = '/connect';

/** What is in the address of the page. */
export interface Address {
	/**
	 * `ABCD-1234`, or the 28 characters of a long link; `entry` where a code is to be typed, `callback` where a provider
	 * has sent the person back, `unreadable` where the path holds nothing that could be either.
	 */
	readonly link:
		| { readonly kind: 'link'; readonly link: string }
		| { readonly kind: 'entry' }
		| { readonly kind: 'callback' }
		| { readonly kind: 'unreadable' };
	readonly pin: Pin;
}

/** Reads what finds the request, and the key's fingerprint, from the address. */
export function readAddress(location: Pick<Location, 'pathname' | 'hash'>): Address {
	return { link: readPath(location.pathname), pin: readPin(location.hash) };
}

/** The path of the page for a link, or of the code entry, without a fragment. */
export function pathOf(link?: string): string {
	return link === undefined ? ENTRY : `${ENTRY}/${link}`;
}

/**
 * A link as the page's and the broker's addresses have it: a code in its usual form, a long link as it is.
 * @returns undefined where the text is neither
 */
export function normalLink(text: string): string | undefined {
	if (isLongLink(text)) return text;
	const code = normalizeUserCode(text);
	return code === undefined ? undefined : formatUserCode(code);
}

function readPath(pathname: string): Address['link'] {
	if (pathname === CALLBACK_PATH) return { kind: 'callback' };
	const [, text = ''] = /^\/connect\/?(.*)$/.exec(pathname) ?? [];
	if (text === '') return { kind: 'entry' };
	const link = normalLink(decoded(text));
	return link === undefined ? { kind: 'unreadable' } : { kind: 'link', link };
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
