import type { ApiKey } from './api-key';

/** Who makes a call. */
export interface Origin {
	/** The client's network: an IPv4 address, or the /64 of an IPv6 one. */
	readonly network: string;
	/** The API key of the call; undefined where the broker has none, and in a person's calls. */
	readonly caller?: ApiKey | undefined;
}
