import type { Context } from './context';

/** How cookies are set. */
export interface CookieRules {
	/** Whether people reach the broker by https. */
	readonly overTls: boolean;
}

/** What keeps a cookie to this very host, over https (RFC 6265bis section 4.1.3.2). */
const HOST_PREFIX = '__Host-';

/** The name that a cookie really has: that it is this host's alone stands in it, where that can be so. */
function nameOf(name: string, { overTls }: CookieRules): string {
	return overTls ? HOST_PREFIX + name : name;
}

/** Cookies of the request, by the names that they were set by. */
export function readCookies(context: Context, rules: CookieRules): ReadonlyMap<string, string> {
	const prefix = nameOf('', rules);
	const pairs = (context.req.headers.cookie ?? '').split(';').map((pair) => {
		const at = pair.indexOf('=');
		return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
	});
	return new Map(
		pairs
			.filter(([name]) => name !== '' && name.startsWith(prefix))
			.map(([name, value]) => [name.slice(prefix.length), value]),
	);
}

/**
 * Sets a cookie that scripts cannot read, and that other sites' pages send along with a link alone.
 * @param seconds that it lives; 0 removes it
 */
export function setCookie(
	context: Context,
	name: string,
	value: string,
	seconds: number,
	rules: CookieRules,
): void {
	const attributes = ['Path=/', `Max-Age=${String(seconds)}`, 'HttpOnly', 'SameSite=Lax'];
	if (rules.overTls) attributes.push('Secure');
	context.append('Set-Cookie', [`${nameOf(name, rules)}=${value}`, ...attributes].join('; '));
}
