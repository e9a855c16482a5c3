import type { Context } from '../http/context';
import { readCookies, setCookie, type CookieRules } from '../http/cookies';
import { formatUserCode } from '../../protocol/user-code';
import { shownLink, type ShownLink } from '../sessions/link';

/*
 * What a browser keeps of its sign-ins, each for itself: `linkauth-ID` has the link and the connect token, and
 * `linkauth-trip-ID`, from leaving for the provider to coming back, the state and the PKCE verifier. ID are the first
 * digits of the session's id.
 */

const SESSION = 'linkauth-';
const TRIP = 'linkauth-trip-';
/** Hexadecimal digits of a session's id in the names. */
const DIGITS = 16;
/** Trips that are looked at: a browser has one, or some that were given up. */
const MOST_TRIPS = 50;

/** What a browser keeps of a session. */
export interface KeptSession {
	/** What its link ends with. */
	readonly link: string;
	readonly shown: ShownLink;
	readonly connectToken: string;
}

/** The same, with the sign-in that it left for. */
export interface KeptTrip extends KeptSession {
	readonly verifier?: string;
}

/** @param baseUrl where people reach the broker */
export function cookieRules(baseUrl: string): CookieRules {
	return { overTls: baseUrl.startsWith('https:') };
}

/** What a link ends with, as it is kept: a long one as it is, and a code in one form. */
function keptLink(text: string): string {
	const shown = shownLink(text);
	return !shown || shown.secretHash !== undefined ? text : formatUserCode(shown.code);
}

/** Keeps that this browser has confirmed. */
export function keepSession(
	context: Context,
	sessionId: string,
	{ link, connectToken }: { readonly link: string; readonly connectToken: string },
	seconds: number,
	rules: CookieRules,
): void {
	setCookie(context, SESSION + digitsOf(sessionId), `${keptLink(link)}.${connectToken}`, seconds, rules);
}

/** Keeps that this browser has left for a provider. */
export function keepTrip(
	context: Context,
	sessionId: string,
	{ state, verifier = '' }: { readonly state: string; readonly verifier?: string },
	seconds: number,
	rules: CookieRules,
): void {
	const value = `${Buffer.from(state).toString('base64url')}.${verifier}`;
	setCookie(context, TRIP + digitsOf(sessionId), value, seconds, rules);
}

/** Forgets both. */
export function forgetSignIn(context: Context, sessionId: string, rules: CookieRules): void {
	for (const name of [SESSION, TRIP]) setCookie(context, name + digitsOf(sessionId), '', 0, rules);
}

/** What this browser keeps of a session. */
export function keptSession(
	context: Context,
	sessionId: string,
	rules: CookieRules,
): KeptSession | undefined {
	return sessionIn(readCookies(context, rules), digitsOf(sessionId));
}

/** What this browser keeps of the sign-in with this state. */
export function keptTrip(context: Context, state: string, rules: CookieRules): KeptTrip | undefined {
	const cookies = readCookies(context, rules);
	const wanted = Buffer.from(state).toString('base64url');
	const trips = [...cookies].filter(([name]) => name.startsWith(TRIP)).slice(0, MOST_TRIPS);
	for (const [name, value] of trips) {
		const [own, verifier = ''] = value.split('.');
		const kept = own === wanted ? sessionIn(cookies, name.slice(TRIP.length)) : undefined;
		if (kept) return { ...kept, ...(verifier !== '' && { verifier }) };
	}
	return undefined;
}

function sessionIn(cookies: ReadonlyMap<string, string>, digits: string): KeptSession | undefined {
	const [link = '', connectToken = ''] = (cookies.get(SESSION + digits) ?? '').split('.');
	const shown = shownLink(link);
	return shown && digitsOf(shown.id) === digits ? { link, shown, connectToken } : undefined;
}

function digitsOf(sessionId: string): string {
	return sessionId.slice(0, DIGITS);
}
