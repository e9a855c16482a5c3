import { BlockList, isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import proxyAddr from 'proxy-addr';
import { ProblemError } from '../problem';
import type { Context } from './context';

/**
 * Reads where a request comes from. `X-Forwarded-For` is read from the right, and only as far as the hops are
 * configured proxies: everything left of the first stranger is hearsay.
 * @param trustedProxies addresses and networks (CIDR)
 * @returns the client's network: an IPv4 address, or the /64 of an IPv6 address
 */
export function clientNetworkReader(trustedProxies: readonly string[]): (context: Context) => string {
	const addressOf = clientAddressReader(trustedProxies);
	return (context) => networkOf(addressOf(context));
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
	const allowed = blockList(networks);
	const addressOf = clientAddressReader(trustedProxies);
	return (context) => {
		if (networks.length === 0 || isListed(allowed, addressOf(context))) return;
		throw new ProblemError('not_allowed', 'Sessions cannot be created from this network.');
	};
}

function clientAddressReader(trustedProxies: readonly string[]): (context: Context) => string {
	const trusted = blockList(trustedProxies);
	return ({ req }) =>
		proxyAddr
			.all(req, (address) => isListed(trusted, address))
			// A hop that is no address ends the walk at the proxy that reported it.
			.findLast((address) => isIP(address) !== 0) ?? '';
}

function isListed(list: BlockList, address: string): boolean {
	if (isIP(address) === 0) return false;
	const plain = ipaddr.process(address);
	return list.check(plain.toString(), plain.kind());
}

function networkOf(address: string): string {
	if (isIP(address) === 0) return 'unknown';
	const plain = ipaddr.process(address);
	if (plain.kind() === 'ipv4') return plain.toString();
	const prefix = plain.toByteArray().map((byte, at) => (at < 8 ? byte : 0));
	return `${ipaddr.fromByteArray(prefix).toString()}/64`;
}

function blockList(entries: readonly string[]): BlockList {
	const list = new BlockList();
	for (const entry of entries) {
		const [address = '', prefix] = entry.split('/');
		const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
		if (prefix === undefined) list.addAddress(address, family);
		else list.addSubnet(address, Number(prefix), family);
	}
	return list;
}
