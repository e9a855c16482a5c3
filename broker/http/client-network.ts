import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, type Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import proxyAddr from 'proxy-addr';
import { ProblemError } from '../problem';
import type { Context } from './context';

/** Where a request comes from. */
interface Client {
	readonly address: string;
	/** An IPv4 address, the /64 of an IPv6 address, or `unknown`. */
	readonly network: string;
}

/** Clients that are remembered of one connection: many come over that of a proxy. */
const REMEMBERED = 64;
/** Longer headers are read each time. */
const LONGEST_REMEMBERED = 128;

/**
 * Reads where a request comes from. `X-Forwarded-For` is read from the right, and only as far as the hops are
 * configured proxies: everything left of the first stranger is hearsay.
 * @param trustedProxies addresses and networks (CIDR)
 * @returns the client's network: an IPv4 address, or the /64 of an IPv6 address
 */
export function clientNetworkReader(trustedProxies: readonly string[]): (context: Context) => string {
	const clientOf = clientReader(trustedProxies);
	return ({ req }) => clientOf(req).network;
}

/**
 * Checks that a request comes from one of these networks. An empty list allows every network.
 * @param networks addresses and networks (CIDR)
 * @throws ProblemError `not_allowed`, from the function that is returned
 */
export function networkGuard(
	networks: readonly string[],
	trustedProxies: readonly string[],
): (context: Context) => void {
	const isAllowed = addressList(networks);
	const clientOf = clientReader(trustedProxies);
	return ({ req }) => {
		if (networks.length === 0 || isAllowed(clientOf(req).address)) return;
		throw new ProblemError('not_allowed', 'Sessions cannot be created from this network.');
	};
}

/** The client of a request; the same headers on the same connection are read once. */
function clientReader(trustedProxies: readonly string[]): (request: IncomingMessage) => Client {
	const isTrusted = addressList(trustedProxies);
	const connections = new WeakMap<Socket, Map<string, Client>>();
	return (request) => {
		const { socket } = request;
		// Without proxies nobody is believed, and the connection alone says it.
		const forwarded = trustedProxies.length > 0 ? String(request.headers['x-forwarded-for'] ?? '') : '';
		let known = connections.get(socket);
		const found = known?.get(forwarded);
		if (found) return found;
		const address =
			proxyAddr
				.all(request, isTrusted)
				// A hop that is no address ends the walk at the proxy that reported it.
				.findLast((each) => isIP(each) !== 0) ?? '';
		const client = { address, network: networkOf(address) };
		if (!known || known.size >= REMEMBERED) connections.set(socket, (known = new Map<string, Client>()));
		if (forwarded.length <= LONGEST_REMEMBERED) known.set(forwarded, client);
		return client;
	};
}

/** Whether an address is one of these, or in one of these networks (CIDR). */
export function addressList(entries: readonly string[]): (address: string) => boolean {
	const list = new BlockList();
	for (const entry of entries) {
		const [address = '', prefix] = entry.split('/');
		const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
		if (prefix === undefined) list.addAddress(address, family);
		else list.addSubnet(address, Number(prefix), family);
	}
	return (address) => {
		if (isIP(address) === 0) return false;
		const plain = ipaddr.process(address);
		return list.check(plain.toString(), plain.kind());
	};
}

/** The network of an address: itself where it is IPv4, also where IPv6 maps it; the /64 of any other. */
export function networkOf(address: string): string {
	if (isIP(address) === 0) return 'unknown';
	const plain = ipaddr.process(address);
	if (plain.kind() === 'ipv4') return plain.toString();
	const prefix = plain.toByteArray().map((byte, at) => (at < 8 ? byte : 0));
	return `${ipaddr.fromByteArray(prefix).toString()}/64`;
}
