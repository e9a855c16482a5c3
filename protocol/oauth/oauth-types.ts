import type { Provider } from '../providers/provider';

/**
 * How calls are made: `fetch`, or what stands for it. It has to end a call that takes too long, and must not follow
 * redirects.
 */
export type Fetch = (url: string, init: FetchInit) => Promise<Response>;

/** What a call sends. */
export interface FetchInit {
	readonly method: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
	readonly redirect: 'manual';
}

/** A client that is registered at a provider. */
export interface OAuthApp {
	/** Its addresses have no placeholders any more. */
	readonly provider: Provider;
	readonly clientId: string;
	/** Left out of a public client. */
	readonly clientSecret?: string;
}

/** What a provider gave for a code or a refresh token. */
export interface OAuthTokens {
	readonly accessToken: string;
	/** What it is sent as: `Bearer`. */
	readonly tokenType: string;
	/** That of before, where a refresh brought none. */
	readonly refreshToken?: string;
	/** When the access token is over, in milliseconds since 1970; left out where nobody says, or never. */
	readonly expiresAt?: number;
	/** What was granted, where it says so. */
	readonly scopes?: readonly string[];
	/** Claims of the id token, checked. */
	readonly claims?: Readonly<Record<string, unknown>>;
	/** The whole answer, as it came. */
	readonly response: Readonly<Record<string, unknown>>;
}

/** Who signed in, as the provider says. */
export interface OAuthAccount {
	/** What the provider itself knows them by. */
	readonly subject?: string;
	readonly email?: string;
	/** Whether the provider has made sure that the address is theirs. */
	readonly emailVerified?: boolean;
	/** The organization's domain, where the provider says so itself (Google's `hd`). */
	readonly domain?: string;
	readonly name?: string;
}
