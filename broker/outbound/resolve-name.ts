import { lookup, Resolver } from 'node:dns/promises';

/** Gives every address of a host's name, at least one. @throws where there is none, or no answer in time */
export type ResolveName = (hostname: string) => Promise<readonly string[]>;

/**
 * Asks the name servers, without waiting in a thread. `dns.lookup` would: with four of them, four names whose servers
 * never answer keep every other name, file and hash of the process waiting.
 */
const resolver = new Resolver({ timeout: 2_000, tries: 2 });

/** Names that are this machine everywhere (RFC 6761 section 6.3); a name server does not know them. */
const LOOPBACK_NAME = /(?:^|\.)localhost\.?$/i;

/** Resolves a name that anybody may have chosen. */
export async function resolvePublicName(hostname: string): Promise<readonly string[]> {
	if (LOOPBACK_NAME.test(hostname)) return ['127.0.0.1', '::1'];
	const [four, six] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
	const addresses = [four, six].flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
	if (addresses.length === 0) throw (four as PromiseRejectedResult).reason;
	return addresses;
}

/** Resolves a name that the operator has chosen, as this machine does: by its hosts file and search domains, too. */
export async function resolveLocalName(hostname: string): Promise<readonly string[]> {
	const addresses = await lookup(hostname, { all: true });
	return addresses.map(({ address }) => address);
}
