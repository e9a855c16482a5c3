import { LIMITS } from '../../protocol/limits';
import { LinkAuthError } from './errors';
import { hostOf, isLoopback, parseUrl } from './url';

interface Entry {
	/** Lower case, punycode, without trailing dot. */
	readonly host: string;
	/** Whether every subdomain is meant (and the host itself is not). */
	readonly wildcard: boolean;
	/** Empty: any port. */
	readonly port: string;
	readonly plainHttp: boolean;
}

const SHAPE = /^(?:(https?):\/\/)?(\*\.)?([^/?#@*\s]+?)\/?$/i;

/**
 * Reads a list of hosts as people type it: separated by commas, semicolons, spaces or lines. An entry is a host
 * name or address, `*.example.com` for every subdomain, with a port where only that one is meant
 * (`localhost:3000`), and with `http://` in front where unencrypted HTTP is meant.
 * @returns the entries, tidied up, without repetitions
 * @throws LinkAuthError naming the entry that is not a host
 */
export function parseAllowedHosts(text: string): string[] {
	const entries = text.split(/[\s,;]+/).filter((entry) => entry !== '');
	for (const entry of entries) readEntry(entry);
	const unique = [...new Set(entries.map((entry) => entry.toLowerCase().replace(/\/$/, '')))];
	if (unique.length > LIMITS.allowedHosts) {
		throw new LinkAuthError(
			`Allowed Hosts has ${String(unique.length)} entries.`,
			`At most ${String(LIMITS.allowedHosts)} are possible. Use *.example.com for all subdomains of a domain.`,
		);
	}
	return unique;
}

/**
 * Lets a request pass only to an allowed host: encrypted, or on this machine, or where an entry says `http://`.
 * With no entries any host is allowed, under the same rule on encryption.
 * @throws LinkAuthError saying where the credential may go
 */
export function assertHostAllowed(url: URL, allowedHosts: readonly string[]): void {
	const matching = entriesFor(url, allowedHosts);
	if (allowedHosts.length > 0 && matching.length === 0) {
		throw new LinkAuthError(
			`The credential may not be sent to ${url.host}: nothing was sent.`,
			`It may only be sent to: ${allowedHosts.join(', ')}. This was fixed when the person was asked. To use another host, add it to Allowed Hosts in Request Credential and ask again.`,
		);
	}
	if (url.protocol === 'https:' || isLoopback(url) || matching.some((entry) => entry.plainHttp)) return;
	throw new LinkAuthError(
		`The credential may not be sent to ${url.host} without encryption: nothing was sent.`,
		`Use https. If it has to be unencrypted, name http://${url.host} in Allowed Hosts of Request Credential and ask again.`,
	);
}

/** Whether a host is one of these. */
export function isAllowedHost(url: URL, allowedHosts: readonly string[]): boolean {
	return entriesFor(url, allowedHosts).length > 0;
}

function entriesFor(url: URL, allowedHosts: readonly string[]): readonly Entry[] {
	return allowedHosts.map(readEntry).filter((entry) => matches(entry, url));
}

function matches(entry: Entry, url: URL): boolean {
	const host = hostOf(url);
	if (entry.wildcard ? !host.endsWith(`.${entry.host}`) : host !== entry.host) return false;
	return entry.port === '' || entry.port === (url.port === '' ? defaultPort(url) : url.port);
}

function readEntry(text: string): Entry {
	const [, scheme, wildcard, authority] = SHAPE.exec(text) ?? [];
	const url = authority === undefined ? undefined : parseUrl(`https://${authority}`);
	if (authority === undefined || url === undefined) {
		throw new LinkAuthError(
			`"${text}" in Allowed Hosts is not a host.`,
			'Give host names such as api.example.com, *.example.com or localhost:3000, separated by commas.',
		);
	}
	const port = /:(\d+)$/.exec(authority)?.[1] ?? '';
	return {
		host: hostOf(url),
		wildcard: wildcard !== undefined,
		port: port === '' ? '' : String(Number(port)),
		plainHttp: scheme?.toLowerCase() === 'http',
	};
}

function defaultPort(url: URL): string {
	return url.protocol === 'http:' ? '80' : '443';
}
