import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Prefixes of IPv6 that carry an IPv4 address within them, and the byte at which it stands. */
const CARRIERS = [
	{ prefix: ipaddr.IPv6.parseCIDR('::/96'), at: 12 },
	{ prefix: ipaddr.IPv6.parseCIDR('::ffff:0:0/96'), at: 12 },
	{ prefix: ipaddr.IPv6.parseCIDR('::ffff:0:0:0/96'), at: 12 },
	{ prefix: ipaddr.IPv6.parseCIDR('64:ff9b::/96'), at: 12 },
	{ prefix: ipaddr.IPv6.parseCIDR('64:ff9b:1::/48'), at: 12 },
	{ prefix: ipaddr.IPv6.parseCIDR('2002::/16'), at: 2 },
	{ prefix: ipaddr.IPv6.parseCIDR('2001::/32'), at: undefined },
] as const;

/** What the library counts as ordinary addresses, but nobody on the internet is reached by. */
const MORE = [
	'192.0.0.0/24',
	'192.88.99.0/24',
	'198.18.0.0/15',
	'168.63.129.16/32',
	'100.100.100.200/32',
].map((network) => ipaddr.IPv4.parseCIDR(network));
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address is one of the public internet: not loopback, private, link-local, a cloud's metadata service,
 * multicast, reserved or for documentation, and not an IPv6 address that carries such an IPv4 one.
 * @param text an address, without brackets or zone
 */
export function isPublicAddress(text: string): boolean {
	return isIP(text) !== 0 && isPublic(ipaddr.parse(text));
}

function isPublic(address: Address): boolean {
	if (address instanceof ipaddr.IPv4) {
		return address.range() === 'unicast' && !MORE.some((network) => address.match(network));
	}
	for (const { prefix, at } of CARRIERS) {
		if (!address.match(prefix)) continue;
		if (at === undefined) return false;
		return isPublic(ipaddr.fromByteArray(address.toByteArray().slice(at, at + 4)));
	}
	return address.range() === 'unicast' && address.match(GLOBAL_UNICAST);
}
