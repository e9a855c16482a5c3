import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { Refused } from './operator';

/** Who may call the operator's port, and by which names. */
export interface RequestRules {
	/** Host names beside addresses and `localhost`. */
	readonly names: readonly string[];
	readonly token: string;
}

const BEARER = /^Bearer +(\S+) *$/i;
/** The same for a missing token and for a wrong one. */
const WRONG_TOKEN =
	'The operator’s token is missing or wrong. Send LINKAUTH_OPERATOR_TOKEN as a bearer token.';

/**
 * Refuses a request by a name that is not configured: a page of another site whose own name was made to lead here (DNS
 * rebinding) cannot read anything. An address cannot be such a name.
 * @throws Refused
 */
export function checkHost({ headers }: IncomingMessage, names: readonly string[]): void {
	const { host = '' } = headers;
	const url = URL.parse(`http://${host}`);
	const name = url?.hostname.replace(/^\[|\]$/g, '') ?? '';
	const isPlain = url !== null && url.host !== '' && url.pathname === '/' && url.username === '';
	const known = [...names, 'localhost'].some((each) => URL.parse(`http://${each}`)?.hostname === name);
	if (isPlain && (isIP(name) !== 0 || known)) return;
	throw new Refused(
		'This name is not one by which the operator’s port is reached. Use its address, or set LINKAUTH_OPERATOR_NAMES.',
		403,
	);
}

/** Refuses a request that a page of another origin has made, as browsers say it. @throws Refused */
export function checkOrigin({ headers }: IncomingMessage): void {
	const site = headers['sec-fetch-site'];
	const { origin, host = '' } = headers;
	const sameSite = site === undefined || site === 'same-origin' || site === 'none';
	const sameOrigin = origin === undefined || URL.parse(origin)?.host === URL.parse(`http://${host}`)?.host;
	const overTls =
		origin?.startsWith('https:') === true &&
		URL.parse(origin)?.hostname === URL.parse(`http://${host}`)?.hostname;
	if (!sameSite || !(sameOrigin || overTls)) throw new Refused('Requests of other origins are refused.', 403);
}

/** Whether a request shows the token, compared in a time that says nothing about it. */
export function showsToken({ headers }: IncomingMessage, token: string): boolean {
	const [, shown = ''] = BEARER.exec(headers.authorization ?? '') ?? [];
	const hash = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(hash(shown), hash(token));
}

/** What a request without the right token is answered with. */
export function wrongToken(): Refused {
	return new Refused(WRONG_TOKEN, 401);
}
