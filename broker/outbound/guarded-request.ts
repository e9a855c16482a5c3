import { request as httpRequest, type ClientRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import type { AllowedDestinations } from './allowed-destinations';
import { isPublicAddress, networkOf } from './public-address';
import { nameServerResolver, resolveLocalName, type ResolveName } from './resolve-name';

/** The destination is not allowed. The message says what was expected, never what the name resolves to. */
export class DestinationRefused extends Error {
	override readonly name = 'DestinationRefused';
}

/** Where a request goes: an address that was checked, and is connected to as it was checked. */
export interface Destination {
	readonly url: URL;
	/** At least one IP address. */
	readonly addresses: readonly string[];
	/** Whether the operator allows the host by name; otherwise the addresses are public. */
	readonly isAllowed: boolean;
	/** What its first address belongs to, to count calls by: an IPv4 address, or the /64 of an IPv6 one. */
	readonly network: string;
}

/** A request to send. */
export interface OutboundRequest {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** The parts of a reply that are used. */
export interface OutboundReply {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: IncomingHttpHeaders;
}

/** What decides about destinations. */
export interface DestinationOptions {
	readonly allowed: AllowedDestinations;
	/** Resolves names that the operator does not allow; asks the name servers by default. */
	readonly resolver?: ResolveName;
}

const askNameServers = nameServerResolver();

/** Bytes of a reply that are read before the connection is closed: its body is not used. */
const REPLY_LIMIT = 16 * 1024;
/** Milliseconds that the rest of a reply is waited for once its headers are there. */
const REPLY_REST = 500;
/** Interim responses (1xx) that are read before a final one. */
const INTERIM_LIMIT = 10;

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
	const literal = hostOf(url);
	if (isIP(literal) !== 0 && !isPublicAddress(literal)) {
		throw new DestinationRefused(
			'expected an address of the public internet, or a host that this broker allows',
		);
	}
	return url;
}

/**
 * Resolves an address once and checks every IP address that it resolves to: connections are made to what was checked (no
 * DNS rebinding).
 * @throws DestinationRefused; `AbortError`; or what the resolver throws
 */
export async function resolveDestination(
	address: string,
	{ allowed, resolver = askNameServers }: DestinationOptions,
	signal: AbortSignal,
): Promise<Destination> {
	const url = checkDestination(address, allowed);
	const host = hostOf(url);
	const isAllowed = allowed.allows(url);
	if (isIP(host) !== 0) return { url, addresses: [host], isAllowed, network: networkOf(host) };
	const addresses = await unlessAborted(isAllowed ? resolveLocalName(host) : resolver(host), signal);
	const [first] = addresses;
	if (first === undefined) throw new Error('the name resolves to nothing');
	if (!isAllowed && !addresses.every((each) => isPublicAddress(each)))
		throw new DestinationRefused('the name resolves to an address that this broker does not call');
	return { url, addresses, isAllowed, network: networkOf(first) };
}

/**
 * Posts to a destination. Redirects are not followed. The body is sent once the connection is open; of the reply the
 * headers are waited for, and the connection is closed before this resolves or rejects.
 * @param signal ends the exchange, whatever it is at
 * @throws what broke the exchange
 */
export function guardedPost(
	destination: Destination,
	{ headers, body }: OutboundRequest,
	signal: AbortSignal,
): Promise<OutboundReply> {
	const { url } = destination;
	const secure = url.protocol === 'https:';
	return new Promise((resolve, reject) => {
		const outgoing = (secure ? httpsRequest : httpRequest)(url, {
			method: 'POST',
			agent: false,
			headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
			lookup: lookupOf(destination),
			signal,
		});
		let fault: Error | undefined;
		let reply: OutboundReply | undefined;
		outgoing.on('error', (error) => {
			fault ??= error;
		});
		// Follows every error, and comes alone where the receiver switches protocols (101).
		outgoing.once('close', () => {
			if (reply) resolve(reply);
			else reject(fault ?? new Error('the connection was closed without a reply'));
		});
		outgoing.once('socket', (socket: Socket) => {
			socket.once(secure ? 'secureConnect' : 'connect', () => outgoing.end(body));
		});
		limitInterim(outgoing);
		outgoing.once('response', (incoming) => {
			reply = { status: incoming.statusCode ?? 0, headers: incoming.headers };
			const rest = setTimeout(() => outgoing.destroy(), REPLY_REST);
			let read = 0;
			incoming.on('data', (chunk: Buffer) => {
				read += chunk.length;
				if (read > REPLY_LIMIT) outgoing.destroy();
			});
			incoming.once('error', () => undefined);
			incoming.once('close', () => {
				clearTimeout(rest);
				outgoing.destroy();
			});
		});
	});
}

/**
 * Whether a connection to a destination can be opened.
 * @param signal gives up
 */
export function isReachable(destination: Destination, signal: AbortSignal): Promise<boolean> {
	const { url } = destination;
	const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
	return new Promise((resolve) => {
		const socket = connect({ host: hostOf(url), port, lookup: lookupOf(destination), signal });
		socket.once('connect', () => {
			resolve(true);
			socket.destroy();
		});
		socket.once('error', () => {
			resolve(false);
		});
	});
}

/** Without the brackets of an IPv6 address. */
function hostOf(url: URL): string {
	return url.hostname.replace(/^\[|\]$/g, '');
}

/** A `lookup` for connections that gives the addresses that were checked. */
export function lookupOf({ addresses }: Destination): LookupFunction {
	const all = addresses.map((address) => ({ address, family: isIP(address) }));
	return (_hostname, options, callback) => {
		const [first] = all;
		if (options.all) callback(null, all);
		else callback(null, first?.address ?? '', first?.family);
	};
}

/** A receiver that sends interim responses without end is no receiver. */
export function limitInterim(outgoing: ClientRequest): void {
	let interim = 0;
	outgoing.on('information', () => {
		interim += 1;
		if (interim > INTERIM_LIMIT) outgoing.destroy(new Error('too many interim responses'));
	});
}

/** What a promise gives, unless the signal aborts before. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
	signal.throwIfAborted();
	let abort: (() => void) | undefined;
	try {
		return await Promise.race([
			promise,
			new Promise<never>((_, reject) => {
				abort = () => {
					reject(signal.reason as Error);
				};
				signal.addEventListener('abort', abort, { once: true });
			}),
		]);
	} finally {
		if (abort) signal.removeEventListener('abort', abort);
	}
}
