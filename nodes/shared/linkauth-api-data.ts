/** Name of the credential type, as nodes and workflows refer to it. */
export const LINKAUTH_API = 'linkAuthApi';

/** What a LinkAuth API credential holds, with its expressions resolved. */
export interface LinkAuthApiData {
	readonly baseUrl: string;
	readonly apiKey?: string;
	/** base64url of 32 bytes; empty until n8n has made it. */
	readonly sealingKey?: string;
	/** The user changes it to have the sealing key replaced. */
	readonly sealingLabel?: string;
	/** The label at the time when the sealing key was made. */
	readonly sealedSince?: string;
	/** RFC 3339: when the sealing key was made. */
	readonly sealedAt?: string;
	/** For requests to anywhere but the broker: the sealed credential where the user said, empty where they did not. */
	readonly sealedCredential?: unknown;
	/** The same where every item has it. */
	readonly itemCredential?: unknown;
}

/** The broker's URL as the nodes use it: no white space around it and no slash at its end. */
export function brokerUrlOf(data: { readonly baseUrl?: unknown }): string {
	return typeof data.baseUrl === 'string' ? data.baseUrl.trim().replace(/\/+$/, '') : '';
}

/** The address of the broker in a longer one, such as that of a link; undefined where nothing is to be cut off. */
export function brokerUrlIn(address: string): string | undefined {
	return /^(.+?)\/(?:connect|v1|\.well-known)(?:[/?#].*)?$/.exec(address)?.[1];
}

/** Whether there is a sealing key, and the user has not asked for another since it was made. */
export function hasCurrentKey({
	sealingKey,
	sealingLabel = '',
	sealedSince = '',
}: Partial<LinkAuthApiData>): boolean {
	return Boolean(sealingKey) && sealingLabel === sealedSince;
}
