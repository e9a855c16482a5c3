import type { IDataObject } from 'n8n-workflow';

import type { CredentialFields } from '../../../protocol/envelope';
import type { OAuthAccount, OAuthApp, OAuthTokens } from '../../../protocol/oauth/oauth-types';
import type { Provider } from '../../../protocol/providers/provider';
import type { Placement } from '../placement';

/** The client at the provider, as far as token calls need it: sealed in with a request, and with what it brings. */
export interface GrantApp {
	readonly provider: Provider;
	readonly clientId: string;
	readonly clientSecret?: string;
}

/** What a sign-in is asked for with, and later redeemed with. */
export interface SignIn {
	/** Undefined where the broker redeems, with a client of its own. */
	readonly app?: GrantApp;
	/** Where the broker redeems: the provider's id there, which may be one that nobody else knows. */
	readonly providerId?: string;
	/** As people know the provider. */
	readonly providerName: string;
	/** The PKCE verifier; left out where the provider takes no challenge. */
	readonly verifier?: string;
	readonly scopes: readonly string[];
	/** E-mail address, domain or subject of who must have signed in. */
	readonly expectedAccount?: string;
}

/** Tokens that a person's sign-in gave, and what getting new ones needs. */
export interface Grant {
	/** Left out where the broker redeemed: then nobody here can refresh. */
	readonly app?: GrantApp;
	readonly providerName: string;
	readonly accessToken: string;
	/** What the access token is sent as: `Bearer`. */
	readonly tokenType: string;
	readonly refreshToken?: string;
	/** When the access token is over, in milliseconds since 1970; left out where nobody says, or never. */
	readonly expiresAt?: number;
	readonly scopes: readonly string[];
	readonly account?: OAuthAccount;
	/** What calls of the provider's API need besides, such as QuickBooks's `realmId`. */
	readonly parameters?: Readonly<Record<string, string>>;
}

/** A grant with the tokens that a refresh gave. */
export function withTokens(
	{ app, providerName, account, parameters, ...before }: Grant,
	tokens: OAuthTokens,
): Grant {
	const { accessToken, tokenType, expiresAt } = tokens;
	const { refreshToken = before.refreshToken, scopes = before.scopes } = tokens;
	return {
		...(app && { app }),
		providerName,
		accessToken,
		tokenType,
		scopes,
		...(refreshToken !== undefined && { refreshToken }),
		...(expiresAt !== undefined && { expiresAt }),
		...(account && { account }),
		...(parameters && { parameters }),
	};
}

/** The client of a grant, as the OAuth calls take it. */
export function appOf({ provider, clientId, clientSecret }: GrantApp): OAuthApp {
	return { provider, clientId, ...(clientSecret !== undefined && clientSecret !== '' && { clientSecret }) };
}

/** What token calls need of a provider: neither its scopes' words nor what people are asked for. */
export function sealedProvider(provider: Provider): Provider {
	const needed: { -readonly [Name in keyof Provider]: Provider[Name] } = { ...provider };
	delete needed.scopes;
	delete needed.authorizationParameters;
	return needed;
}

/** Fields of a credential that a sign-in gave, as others have them. */
export function fieldsOfGrant({ accessToken, refreshToken }: Grant): CredentialFields {
	return { access_token: accessToken, ...(refreshToken !== undefined && { refresh_token: refreshToken }) };
}

/** How a sign-in's access token is sent: as the provider wants it. */
export function useOfProvider(
	provider: Pick<Provider, 'tokenScheme' | 'tokenHeader'> | undefined,
): readonly Placement[] {
	if (provider?.tokenHeader !== undefined) {
		return [{ in: 'header', name: provider.tokenHeader, value: '{access_token}' }];
	}
	const scheme = provider?.tokenScheme ?? 'Bearer';
	if (scheme === 'Bearer') return [{ in: 'bearer', field: 'access_token' }];
	return [{ in: 'header', name: 'Authorization', value: `${scheme} {access_token}` }];
}

/** What the workflow may know of a sign-in: who, where and for what, and none of its tokens. */
export function factsOf({ providerName, account, scopes, expiresAt, parameters }: Grant): IDataObject {
	return {
		provider: providerName,
		...(account && { account: { ...account } }),
		scopes: [...scopes],
		...(expiresAt !== undefined && { expiresAt: new Date(expiresAt).toISOString() }),
		...(parameters && { parameters: { ...parameters } }),
	};
}
