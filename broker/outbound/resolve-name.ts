import { lookup, Resolver } from 'node:dns/promises';

/** Gives every address of a host's name. @throws where there is none, or no answer in time */
export type ResolveName = (hostname: string) => Promise<readonly string[]>;

/** Names that are this machine everywhere (RFC 6761 section 6.3); a name server does not know them. */
const LOOPBACK_NAME = /(?:^|\.)localhost\.?$/i;

/**
 * Resolves names that anybody may have chosen, by asking name servers without waiting in a thread. `dns.lookup` would:
 * there are four of them, and as many names whose servers never answer would keep every other name, file and hash of
 * the process waiting.
 * @param servers IP addresses, with a port where it is not 53; by default those of this machine
 * @param timeout milliseconds for a server to answer, at first
 */
export function nameServerResolver(servers?: readonly string[], timeout = 2_000): ResolveName {
	const resolver = new Resolver({ timeout, tries: 2 });
	if (servers) resolver.setServers(servers);
	return async (hostname) => {
		if (LOOPBACK_NAME.test(hostname)) return ['127.0.0.1', '::1'];
		const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
		const addresses = answers.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
		const fault = answers.find((each) => each.status === 'rejected');
		if (addresses.length === 0 && fault) throw fault.reason;
		return addresses;
	};
}

/** Resolves a name that the operator has chosen, as this machine does: by its hosts file and search domains, too. */
export async function resolveLocalName(hostname: string): Promise<readonly string[]> {
	const addresses = await lookup(hostname, { all: true });
	return addresses.map(({ address }) => address);
}
