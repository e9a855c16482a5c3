import { lookup as resolve } from 'node:dns';
import { request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, isIP, type LookupFunction } from 'node:net';
import type { AllowedDestinations } from './allowed-destinations';
import { isPublicAddress } from './public-address';

/** The destination is one that the broker does not call. Says which, and not what it resolves to. */
export class DestinationRefused extends Error {
	override readonly name = 'DestinationRefused';
}

/** What is sent. */
export interface OutboundRequest {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** What is of interest in a reply. */
export interface OutboundReply {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: IncomingHttpHeaders;
}

/** How the broker reaches out. */
export interface OutboundOptions {
	readonly allowed: AllowedDestinations;
	/** Milliseconds for the whole exchange. */
	readonly patience: number;
	/** Resolves names; the operating system's way unless a test says otherwise. */
	readonly resolver?: typeof resolve;
}

/** Bytes of a reply that are read before the connection is cut: nothing in it is of interest. */
const REPLY_LIMIT = 16 * 1024;

/**
 * Whether the broker may call an address at all, before anything is resolved.
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
 * made to the very address that was checked. Redirects are not followed.
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
			signal: AbortSignal.timeout(options.patience),
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
 * Whether a connection to an address could be opened just now, with the same guard.
 * @throws DestinationRefused where the name resolves to what the broker does not call
 */
export async function isReachable(address: string, options: OutboundOptions): Promise<boolean> {
	const url = checkDestination(address, options.allowed);
	const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
	const host = url.hostname.replace(/^\[|\]$/g, '');
	return new Promise((resolvePromise, reject) => {
		const socket = connect({ host, port, lookup: guardedLookup(url, options) });
		socket.setTimeout(options.patience, () => socket.destroy(new Error('no answer')));
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

/** Resolves a name for one connection, and fails it where any of the addresses is not allowed. */
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
