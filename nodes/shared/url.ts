import { isLoopback as isLoopbackHost } from '../../protocol/loopback';

/** The URL that a text stands for, or undefined where it is none. `URL.parse` would do, but Node 20 lacks it. */
export function parseUrl(text: string): URL | undefined {
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}

/** A URL's host name in lower case, without port and without the trailing dot of a fully qualified name. */
export function hostOf(url: URL): string {
	return url.hostname.toLowerCase().replace(/\.$/, '');
}

/** Whether a URL means the very machine that it is used on: `localhost` and its subdomains, 127.0.0.0/8, `::1`. */
export function isLoopback(url: URL): boolean {
	const hostname = hostOf(url);
	return isLoopbackHost({ hostname }) || hostname.endsWith('.localhost');
}

/** Whether what is sent to a URL can be read on the way: plain HTTP, and not on the very machine. */
export function isUnencrypted(url: URL): boolean {
	return url.protocol === 'http:' && !isLoopback(url);
}
