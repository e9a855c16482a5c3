import type { Fetch } from '../../protocol/oauth/oauth-types';
import type { Provider } from '../../protocol/providers/provider';
import { AllowedDestinations } from './allowed-destinations';
import { guardedFetch } from './guarded-fetch';

/** Where the provider of a client is. */
interface ProviderOfClient {
	/** Says which its addresses are, where they are not known. */
	readonly issuer?: string;
	readonly provider?: Provider;
	/** What is known of a provider of this name. */
	readonly row?: Provider;
}

/**
 * `fetch` for the broker's own clients: to their providers, which may be where the operator says, also on the internal
 * network, and otherwise to public addresses alone.
 */
export function clientFetch(clients: readonly ProviderOfClient[], timeoutMs: number): Fetch {
	const addresses = clients.flatMap(({ issuer, provider, row }) => [
		...(issuer === undefined ? [] : [issuer]),
		...(provider === undefined || provider.tokenEndpoint === row?.tokenEndpoint
			? []
			: [provider.tokenEndpoint]),
	]);
	const allowed = new AllowedDestinations(addresses.map((each) => hostOf(new URL(each))));
	return guardedFetch({ allowed, timeoutMs });
}

/** The host and, always, the port. */
function hostOf({ hostname, port, protocol }: URL): string {
	return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
}
