import { isLoopback } from '../../protocol/loopback';
import { fillPlaceholders } from '../../protocol/providers/fill-placeholders';
import type { Provider } from '../../protocol/providers/provider';
import { PROVIDERS } from '../../protocol/providers/providers';

/** What decides where people may be sent. */
export interface EndpointRules {
	/** Hosts beside those of known providers: `host`, `host:port` or `*.host`. */
	readonly hosts: readonly string[];
	/** Whether the broker is on this machine alone, and providers may be, too. */
	readonly isLocal: boolean;
}

/** Where people may be sent. */
export interface AllowedEndpoint {
	readonly url: URL;
	/** The provider whose endpoint it is, with this endpoint's own names in its addresses; undefined where none is known. */
	readonly provider?: Provider;
}

/**
 * An address that means the same to every reader of URLs: in ASCII, with a plain host, without user, fragment, blanks and
 * backslashes, none of which they agree on.
 */
const PLAIN =
	/^https?:\/\/(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?(?:[/?][!$-;=?-Z_a-z~]*)?$/;
/** A dot segment, written in whichever way. */
const DOTS = /\/(?:\.|%2e){1,2}(?=[/?]|$)/i;
/** In a path, what a server may take for a separator. */
const HIDDEN_SEPARATOR = /^[^?]*%(?:2f|5c|00)/i;

/**
 * Decides whether people may be sent to an address: one of a known provider, or at a host that is allowed. Where anybody
 * can have a host at a provider, with pages of their own making, that host has to be allowed as well.
 * @param provider whose endpoint it is meant to be, and which is looked at first
 * @returns the address, or what is wrong with it
 */
export function allowEndpoint(
	address: string,
	{ hosts, isLocal }: EndpointRules,
	provider?: Provider,
): AllowedEndpoint | { readonly fault: string } {
	const url = URL.parse(address);
	if (!url || !PLAIN.test(address) || DOTS.test(address) || HIDDEN_SEPARATOR.test(address)) {
		return { fault: 'expected a plain https:// address, without user, fragment and special characters' };
	}
	if (url.protocol !== 'https:' && !(isLocal && isLoopback(url))) {
		return { fault: 'expected an https:// address' };
	}
	const known = providerAt(url, provider);
	const isAllowed = hosts.some((entry) => matchesHost(entry, url));
	if (known && (isAllowed || !known.selfServiceTenants)) return { url, provider: known };
	if (isAllowed) return { url };
	if (known) {
		return {
			fault: `anybody can have sign-in pages at ${known.name}, so people are sent there only where ${url.host} stands in LINKAUTH_OAUTH_HOSTS or in oauth_hosts of the API key`,
		};
	}
	return {
		fault:
			'people are sent to known providers, and to hosts in LINKAUTH_OAUTH_HOSTS or in oauth_hosts of the API key',
	};
}

/** Whether an entry is for an address: its host, or any below it for `*.`; without a port for the usual one alone. */
function matchesHost(entry: string, url: URL): boolean {
	const isWild = entry.startsWith('*.');
	const wanted = URL.parse(`${url.protocol}//${isWild ? entry.slice(2) : entry}`);
	if (wanted?.port !== url.port) return false;
	return isWild ? url.hostname.endsWith(`.${wanted.hostname}`) : url.hostname === wanted.hostname;
}

/** The provider whose authorization endpoint an address is, whatever its query. */
function providerAt(url: URL, first: Provider | undefined): Provider | undefined {
	for (const provider of first ? [first, ...PROVIDERS] : PROVIDERS) {
		const values = patternOf(provider)?.exec(url.origin + url.pathname);
		if (values) return filledWith(provider, values.groups ?? {});
	}
	return undefined;
}

function filledWith(provider: Provider, values: Readonly<Record<string, string>>): Provider | undefined {
	try {
		return fillPlaceholders(provider, values);
	} catch (error) {
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}

const patterns = new WeakMap<Provider, { readonly pattern: RegExp | undefined }>();

function patternOf(provider: Provider): RegExp | undefined {
	const known = patterns.get(provider) ?? { pattern: makePattern(provider.authorizationEndpoint) };
	patterns.set(provider, known);
	return known.pattern;
}

/**
 * What an endpoint's address looks like. A placeholder stands for one label of the host, behind which two follow that are
 * the provider's own, or for one segment of the path. Where anybody's host could stand, none is known.
 */
function makePattern(endpoint: string): RegExp | undefined {
	const [, scheme = '', host = '', path = ''] = /^(https?:\/\/)([^/?]+)([^?]*)/.exec(endpoint) ?? [];
	const own = host.slice(host.lastIndexOf('}') + 1);
	if (host.includes('{') && !/^[^.]*\.[^.]+\.[^.]+/.test(own)) return undefined;
	const used = new Set<string>();
	const part = (text: string, allowed: string) =>
		text
			.split(/(\{\w+\})/)
			.map((piece) => {
				const [, name] = /^\{(\w+)\}$/.exec(piece) ?? [];
				if (name === undefined) return piece.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
				if (used.has(name)) return `\\k<${name}>`;
				used.add(name);
				return `(?<${name}>${allowed})`;
			})
			.join('');
	const pathPattern = part(path === '' ? '/' : path, '[A-Za-z0-9._-]+');
	return new RegExp(`^${scheme}${part(host, '[A-Za-z0-9-]+')}${pathPattern}$`);
}
