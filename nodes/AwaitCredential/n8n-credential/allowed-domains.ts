import type { CredentialData, CredentialSchema } from './credential-schema';

const MODE = 'allowedHttpRequestDomains';
const DOMAINS = 'allowedDomains';

/**
 * Carries over where the person was told that the credential may go: n8n's types for HTTP requests can be limited to
 * domains as well. Ports and plain HTTP are not among what n8n knows.
 */
export function withAllowedDomains(
	data: CredentialData,
	schema: CredentialSchema,
	allowedHosts: readonly string[],
): CredentialData {
	const possible =
		schema.properties[MODE]?.enum?.includes('domains') === true && DOMAINS in schema.properties;
	if (!possible || allowedHosts.length === 0 || MODE in data || DOMAINS in data) return data;
	const domains = allowedHosts.map((host) => host.replace(/^https?:\/\//, '').replace(/:\d+$/, ''));
	return { ...data, [MODE]: 'domains', [DOMAINS]: [...new Set(domains)].join(', ') };
}
