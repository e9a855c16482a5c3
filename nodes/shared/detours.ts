import { isAllowedHost } from './allowed-hosts';
import { LinkAuthError } from './errors';
import { isHeaderName } from './placement';
import { parseUrl } from './url';

/** What decides where a request ends up besides its URL, in n8n's two forms of a request. */
export interface RoutedRequest {
	readonly headers?: Readonly<Record<string, unknown>>;
	readonly proxy?: unknown;
	readonly rejectUnauthorized?: boolean;
	readonly skipSslCertificateValidation?: boolean;
	readonly agentOptions?: object;
}

/** Of the options of a connection, those that say who asks, and not who is asked. */
const CLIENT_CERTIFICATE: readonly string[] = ['cert', 'key', 'passphrase'];

/** Headers that name a host, such as `Host`, `X-Forwarded-Host`, `X-HTTP-Host-Override`, `X-RapidAPI-Host`. */
const NAMES_HOST = /(?:^|-)(?:host|hostname|authority)(?:-|$)|^x-forwarded-server$/;
/** A host as it stands in such a header, and nothing that parsers could read in two ways. */
const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** Headers that lead to another address, protocol or length of the request, whatever their value. */
const LEADS_ELSEWHERE = [
	/^(?:forwarded|alt-used|upgrade|http2-settings|transfer-encoding)$/,
	/^(?:x-)?proxy(?:-|$)/,
	/^x-forwarded-(?!for$)/,
	/^(?:x-)?(?:envoy-)?(?:base|destination|http|original|override|request|rewrite)-(?:path|uri|url)$/,
	/^x-http-destinationurl$/,
	/^x-(?:backend|upstream)(?:-|$)/,
];

/** Values of `Connection` that are not names of headers, which a proxy would take away (RFC 9110 section 7.6.1). */
const CONNECTION = /^\s*(?:keep-alive|close)\s*$/i;

/**
 * Refuses what leads a request to a machine or a virtual host that is not allowed, although the URL names one that is: a
 * proxy, certificates that are not checked or by another authority, and headers by which servers choose the host or the
 * address.
 * @throws LinkAuthError naming the option or the header
 */
export function assertNoDetour(request: RoutedRequest, target: URL, allowedHosts: readonly string[]): void {
	const detour = optionOf(request) ?? headerOf(request.headers ?? {}, target, allowedHosts);
	if (detour === undefined) return;
	throw new LinkAuthError(
		`The credential may only be sent to its allowed hosts, and the ${detour} could lead it elsewhere: nothing was sent.`,
		`Remove the ${detour} from the HTTP Request node.`,
	);
}

function optionOf(request: RoutedRequest): string | undefined {
	if (request.proxy) return 'option Proxy';
	if (request.rejectUnauthorized === false || request.skipSslCertificateValidation) {
		return 'option Ignore SSL Issues';
	}
	const given = Object.entries(request.agentOptions ?? {}).filter(([, value]) => value !== undefined);
	const [other] = given.map(([name]) => name).filter((name) => !CLIENT_CERTIFICATE.includes(name));
	if (other === 'ca') return 'option SSL Certificates with a certificate authority';
	return other === undefined ? undefined : `option agentOptions.${other}`;
}

function headerOf(
	headers: Readonly<Record<string, unknown>>,
	target: URL,
	allowedHosts: readonly string[],
): string | undefined {
	const [name] =
		Object.entries(headers).find(([header, value]) => {
			const values: unknown[] = Array.isArray(value) ? value : [value];
			return values.some((each) => leadsElsewhere(header, String(each), target, allowedHosts));
		}) ?? [];
	return name === undefined ? undefined : `header ${name}`;
}

function leadsElsewhere(name: string, value: string, target: URL, allowedHosts: readonly string[]): boolean {
	// n8n's HTTP client trims names, and many servers do not tell _ from -.
	if (!isHeaderName(name)) return true;
	const known = name.toLowerCase().replaceAll('_', '-');
	if (known === 'connection') return !value.split(',').every((each) => CONNECTION.test(each));
	if (!NAMES_HOST.test(known)) return LEADS_ELSEWHERE.some((pattern) => pattern.test(known));
	const host = HOST.test(value) ? parseUrl(`${target.protocol}//${value}`) : undefined;
	return host === undefined || !isAllowedHost(host, allowedHosts);
}
