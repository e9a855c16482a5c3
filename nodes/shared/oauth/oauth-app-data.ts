import { discover } from '../../../protocol/oauth/discovery';
import type { Fetch } from '../../../protocol/oauth/oauth-types';
import { fillPlaceholders } from '../../../protocol/providers/fill-placeholders';
import type { Provider } from '../../../protocol/providers/provider';
import { providerOf } from '../../../protocol/providers/providers';
import { LinkAuthError } from '../errors';
import { parseUrl } from '../url';
import { sealedProvider, type GrantApp } from './grant';
import { shownOAuthError } from './oauth-errors';

/** Name of the credential type. */
export const LINKAUTH_OAUTH_APP = 'linkAuthOAuthAppApi';

/** Values of its Provider besides the ids of those that are known. */
export const BY_ISSUER = 'openIdIssuer';
export const BY_ADDRESSES = 'ownAddresses';

/** What stands before the name of a placeholder in the credential's properties. */
export const PLACEHOLDER_PREFIX = 'placeholder_';

/** What the credential holds, as n8n gives it. */
export interface OAuthAppData {
	readonly provider?: string;
	readonly clientId?: string;
	readonly clientSecret?: string;
	readonly issuer?: string;
	readonly authorizationEndpoint?: string;
	readonly exchangeUrl?: string;
	readonly revocationEndpoint?: string;
	readonly userInfoEndpoint?: string;
	readonly clientAuthentication?: string;
	readonly [placeholder: `${typeof PLACEHOLDER_PREFIX}${string}`]: string | undefined;
}

/** A client, and the whole row of its provider. */
export interface RegisteredApp {
	readonly app: GrantApp;
	readonly provider: Provider;
}

/**
 * The client that a LinkAuth OAuth App credential describes. Of an OpenID provider the addresses are asked for.
 * @throws LinkAuthError naming what is missing
 */
export async function readOAuthApp(data: OAuthAppData, fetch: Fetch): Promise<RegisteredApp> {
	const clientId = data.clientId?.trim() ?? '';
	if (clientId === '') {
		throw new LinkAuthError(
			'Client ID is empty in the LinkAuth OAuth App credential.',
			'Enter the one that the provider gave when you registered your app there.',
		);
	}
	const provider = await readProvider(data, fetch);
	const clientSecret = data.clientSecret?.trim() ?? '';
	if (clientSecret === '' && provider.publicClients === undefined && provider.pkce === 'no') {
		throw new LinkAuthError(
			`${provider.name} wants a client secret.`,
			'Enter it in the LinkAuth OAuth App credential.',
		);
	}
	const app = { provider: sealedProvider(provider), clientId, ...(clientSecret !== '' && { clientSecret }) };
	return { app, provider };
}

async function readProvider(data: OAuthAppData, fetch: Fetch): Promise<Provider> {
	const { provider: chosen = '' } = data;
	if (chosen === BY_ISSUER) {
		const issuer = addressIn(data.issuer, 'Issuer');
		return discover(issuer, fetch).catch((error: unknown) => {
			throw shownOAuthError(error, parseUrl(issuer)?.host ?? issuer);
		});
	}
	if (chosen === BY_ADDRESSES) return ownProvider(data);
	const known = providerOf(chosen);
	if (known === undefined) {
		throw new LinkAuthError(
			`This version knows no provider "${chosen}".`,
			'Choose another in the LinkAuth OAuth App credential, or Other: Own Addresses.',
		);
	}
	const names = Object.keys(known.placeholders ?? {});
	const values = Object.fromEntries(names.map((name) => [name, data[`${PLACEHOLDER_PREFIX}${name}`]]));
	return Promise.resolve()
		.then(() => fillPlaceholders(known, values))
		.catch((error: unknown) => {
			throw error instanceof RangeError
				? new LinkAuthError(error.message, 'Enter it in the LinkAuth OAuth App credential.')
				: error;
		});
}

function ownProvider(data: OAuthAppData): Provider {
	const authorizationEndpoint = addressIn(data.authorizationEndpoint, 'Authorization URL');
	const { host } = new URL(authorizationEndpoint);
	const revocation = data.revocationEndpoint?.trim() ?? '';
	const userInfo = data.userInfoEndpoint?.trim() ?? '';
	return {
		id: host.replace(/[^a-z0-9]+/g, '-'),
		name: host,
		authorizationEndpoint,
		tokenEndpoint: addressIn(data.exchangeUrl, 'Access Token URL'),
		defaultScopes: [],
		pkce: 'ignored',
		publicClients: true,
		clientAuthentication: data.clientAuthentication === 'basic' ? 'basic' : 'body',
		refresh: 'rotating',
		...(revocation !== '' && { revocationEndpoint: addressIn(revocation, 'Revocation URL') }),
		...(userInfo !== '' && { account: { endpoint: addressIn(userInfo, 'User Info URL') } }),
		source: authorizationEndpoint,
	};
}

function addressIn(text: string | undefined, title: string): string {
	const address = text?.trim() ?? '';
	if (/^https?:$/.test(parseUrl(address)?.protocol ?? '')) return address;
	throw new LinkAuthError(
		`${title} in the LinkAuth OAuth App credential is not a web address.`,
		'Enter the one from the documentation of the provider; it starts with https://.',
	);
}
