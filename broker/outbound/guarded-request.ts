import { lookup as resolve } from 'node:dns';
import { request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, isIP, type LookupFunction } from 'node:net';
import type { AllowedDestinations } from './allowed-destinations';
import { isPublicAddress } from './public-address';

/** The destination is not allowed. The message says what was expected, never what the name resolves to. */
export class DestinationRefused extends Error {
	override readonly name = 'DestinationRefused';
}

/** A request to send. */
export interface OutboundRequest {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** The parts of a reply that are used. */
export interface OutboundReply {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: IncomingHttpHeaders;
}

/** Limits of a request. */
export interface OutboundOptions {
	readonly allowed: AllowedDestinations;
	/** For the whole exchange. */
	readonly timeoutMs: number;
	/** Resolves names; `dns.lookup` by default. */
	readonly resolver?: typeof resolve;
}

/** Bytes of a reply that are read before the connection is closed: its body is not used. */
const REPLY_LIMIT = 16 * 1024;

/**
 * Checks whether an address may be called at all, before its name is resolved.
 * @throws DestinationRefused with what was expected
 */
export function checkDestination(address: string, allowed: AllowedDestinations): URL {
	const url = URL.parse(address);
	if (!url || !['http:', 'https:'].includes(url.protocol))
		throw new DestinationRefused('expected an https:// address');
	if (url.username !== '' || url.password !== '')
		throw new DestinationRefused('expected no user or password');
	if (allowed.allows(url)) return url;
	if (url.protocol !== 'https:')
		throw new DestinationRefused('expected https://, or a host that this broker allows');
	const literal = url.hostname.replace(/^\[|\]$/g, '');
	if (isIP(literal) !== 0 && !isPublicAddress(literal)) {
		throw new DestinationRefused(
			'expected an address of the public internet, or a host that this broker allows',
		);
	}
	return url;
}

/**
 * Posts to an address. The name is resolved once, every address that it resolves to is checked, and the connection is
 * made to the address that was checked (no DNS rebinding). Redirects are not followed.
 * @throws DestinationRefused, or what broke the exchange
 */
export async function guardedPost(
	request: OutboundRequest,
	options: OutboundOptions,
): Promise<OutboundReply> {
	const url = checkDestination(request.url, options.allowed);
	const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
	return new Promise((resolvePromise, reject) => {
		const outgoing = send(url, {
			method: 'POST',
			agent: false,
			headers: { ...request.headers, 'content-length': String(Buffer.byteLength(request.body)) },
			lookup: guardedLookup(url, options),
			signal: AbortSignal.timeout(options.timeoutMs),
		} satisfies RequestOptions);
		outgoing.once('error', reject);
		outgoing.once('response', (incoming) => {
			let read = 0;
			incoming.on('data', (chunk: Buffer) => {
				read += chunk.length;
				if (read > REPLY_LIMIT) outgoing.destroy();
			});
			incoming.once('error', () => undefined);
			resolvePromise({ status: incoming.statusCode ?? 0, headers: incoming.headers });
		});
		outgoing.end(request.body);
	});
}

/**
 * Whether a connection to an address can be opened now, with the same checks.
 * @throws DestinationRefused where the name resolves to an address that is not allowed
 */
export async function isReachable(address: string, options: OutboundOptions): Promise<boolean> {
	const url = checkDestination(address, options.allowed);
	const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
	const host = url.hostname.replace(/^\[|\]$/g, '');
	return new Promise((resolvePromise, reject) => {
		const socket = connect({ host, port, lookup: guardedLookup(url, options) });
		socket.setTimeout(options.timeoutMs, () => socket.destroy(new Error('no answer')));
		socket.once('connect', () => {
			socket.destroy();
			resolvePromise(true);
		});
		socket.once('error', (error) => {
			if (error instanceof DestinationRefused) reject(error);
			else resolvePromise(false);
		});
	});
}

/** A `lookup` for one connection that fails where any of the addresses is not allowed. */
function guardedLookup(url: URL, { allowed, resolver = resolve }: OutboundOptions): LookupFunction {
	return (hostname, lookupOptions, callback) => {
		resolver(hostname, { ...lookupOptions, all: true }, (error, addresses) => {
			const [first] = error ? [] : addresses;
			if (error || !first) {
				callback(error ?? new Error('the name resolves to nothing'), '', 4);
			} else if (!allowed.allows(url) && !addresses.every(({ address }) => isPublicAddress(address))) {
				callback(
					new DestinationRefused('the name resolves to an address that this broker does not call'),
					'',
					4,
				);
			} else if (lookupOptions.all) {
				callback(null, addresses);
			} else {
				callback(null, first.address, first.family);
			}
		});
	};
}
