import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** IPv6 prefixes that embed an IPv4 address, and the byte at which it begins; undefined where it is obfuscated (Teredo). */
const IPV4_EMBEDDING_PREFIXES = [
	{ prefix: ipaddr.IPv6.parseCIDR('::/96'), at: 12 },
	{ prefix: ipaddr.IPv6.parseCIDR('::ffff:0:0/96'), at: 12 },
	{ prefix: ipaddr.IPv6.parseCIDR('::ffff:0:0:0/96'), at: 12 },
	{ prefix: ipaddr.IPv6.parseCIDR('64:ff9b::/96'), at: 12 },
	{ prefix: ipaddr.IPv6.parseCIDR('64:ff9b:1::/48'), at: 12 },
	{ prefix: ipaddr.IPv6.parseCIDR('2002::/16'), at: 2 },
	{ prefix: ipaddr.IPv6.parseCIDR('2001::/32'), at: undefined },
] as const;

/** Networks that are not public although ipaddr.js calls them unicast: protocol assignments, relays, cloud metadata. */
const EXTRA_RESERVED = [
	'192.0.0.0/24',
	'192.88.99.0/24',
	'198.18.0.0/15',
	'168.63.129.16/32',
	'100.100.100.200/32',
].map((network) => ipaddr.IPv4.parseCIDR(network));
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address is one of the public internet: not loopback, private, link-local, a cloud's metadata service,
 * multicast, reserved or for documentation, and not an IPv6 address that embeds such an IPv4 one.
 * @param text an address, without brackets or zone
 */
export function isPublicAddress(text: string): boolean {
	return isIP(text) !== 0 && isPublic(ipaddr.parse(text));
}

/** What an address belongs to, to count by: itself, or the /64 of an IPv6 one. */
export function networkOf(text: string): string {
	const address = ipaddr.parse(text);
	return address instanceof ipaddr.IPv4
		? address.toString()
		: `${ipaddr.IPv6.networkAddressFromCIDR(`${text}/64`).toString()}/64`;
}

function isPublic(address: Address): boolean {
	if (address instanceof ipaddr.IPv4) {
		return address.range() === 'unicast' && !EXTRA_RESERVED.some((network) => address.match(network));
	}
	for (const { prefix, at } of IPV4_EMBEDDING_PREFIXES) {
		if (!address.match(prefix)) continue;
		if (at === undefined) return false;
		return isPublic(ipaddr.fromByteArray(address.toByteArray().slice(at, at + 4)));
	}
	return address.range() === 'unicast' && address.match(GLOBAL_UNICAST);
}
