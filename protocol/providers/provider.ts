/**
 * An authorization server that people sign in at, as its documentation says it works: everything in which it differs
 * from RFC 6749, 7636, 7009 and OpenID Connect stands here, and nowhere in the flow.
 *
 * Addresses may have placeholders, `https://{tenant}.example.com/authorize`, which {@link Provider.placeholders} names.
 */
export interface Provider {
	/** Lower case, digits, `-` and `_`: `github`. LinkAuth's name, where it has one. */
	readonly id: string;
	/** As people know it: `GitHub`. */
	readonly name: string;
	readonly authorizationEndpoint: string;
	readonly tokenEndpoint: string;
	/** Its issuer identifier, where it is an OpenID provider or states `iss`. */
	readonly issuer?: string;
	/** That its answers always have `iss` (RFC 9207), so that one without is not its own. */
	readonly statesIssuer?: true;
	/** What to fill into its addresses, by name. */
	readonly placeholders?: Readonly<Record<string, Placeholder>>;
	/**
	 * That anybody can open a tenant there, a host with sign-in pages of their own making: people are sent there only where the operator
	 * of the broker, or the API key, allows the host.
	 */
	readonly selfServiceTenants?: true;

	/** Between scopes; a space where left out (RFC 6749 section 3.3). */
	readonly scopeSeparator?: ',';
	/** The parameter that scopes are asked for in, `scope` where left out. */
	readonly scopeParameter?: string;
	/** The parameter that the client's id stands in, `client_id` where left out. */
	readonly clientIdParameter?: string;
	/** Asked for where nobody says otherwise: enough to know who signed in, and a refresh token. */
	readonly defaultScopes: readonly string[];
	/** Its usual scopes and what they allow, in English words for the person who is asked. */
	readonly scopes?: Readonly<Record<string, string>>;

	/** Parameters that its authorization endpoint wants beside the usual ones: `access_type=offline`. */
	readonly authorizationParameters?: Readonly<Record<string, string>>;
	/** What calls of its API need of its answers, of the one that people bring or of the token endpoint's: `realmId`, `api_domain`. */
	readonly answerParameters?: readonly string[];
	/** Whether it sends its answer in the fragment for `response_mode=fragment`. */
	readonly fragment?: true;
	/**
	 * PKCE with S256 (RFC 7636). `public`: only for clients without a secret; `no`: it is not known, or refused.
	 * `ignored` is `yes`: a challenge does no harm, but whoever has the client's secret may redeem a stolen code.
	 */
	readonly pkce: 'yes' | 'ignored' | 'public' | 'no';

	/** How a client with a secret authenticates at its token endpoint. */
	readonly clientAuthentication: 'basic' | 'body';
	/** Whether it takes clients that have no secret. */
	readonly publicClients?: true;
	/** What a call to its token endpoint is, where not a form (RFC 6749 appendix B). */
	readonly tokenRequest?: 'json';
	/** Parameters that its token endpoint wants beside the usual ones. */
	readonly tokenParameters?: Readonly<Record<string, string>>;
	/** Headers that its token endpoint wants. */
	readonly tokenHeaders?: Readonly<Record<string, string>>;
	/** Where the token stands in its answer, where not at the top: `['authed_user']`. */
	readonly tokenPath?: readonly string[];
	/**
	 * Names of members of its answer, where not those of RFC 6749 section 5.1. `expires_at`: when the access token ends, for
	 * one that does not say for how long it is good; seconds since 1970, or date and time as ISO 8601 has them.
	 */
	readonly tokenMembers?: Readonly<
		Partial<Record<'access_token' | 'refresh_token' | 'expires_in' | 'expires_at' | 'scope', string>>
	>;
	/** What its answer is, where not JSON. */
	readonly tokenAnswer?: 'form';
	/** What the token is sent as in API calls, where not `Bearer`. */
	readonly tokenScheme?: string;
	/** The header that the token is sent in, and nothing else, where not `Authorization`. */
	readonly tokenHeader?: string;

	/** Seconds for which access tokens are good, where its answers do not say; `never` where they do not end. */
	readonly expiresIn?: number | 'never';
	/**
	 * How refreshing works: not at all, with one refresh token for ever, or with a new one each time, after which the one
	 * before is worth nothing.
	 */
	readonly refresh: 'none' | 'reusable' | 'rotating';
	/** Where refreshing has an address of its own. */
	readonly refreshEndpoint?: string;
	/** Where tokens are revoked, as RFC 7009 has it. */
	readonly revocationEndpoint?: string;

	/** Where to find who signed in; left out where it does not say. */
	readonly account?: Account;
	/** Hosts of its API: what a token is sent to where nobody says otherwise. */
	readonly apiHosts?: readonly string[];
	/** Its documentation, which the row was compared with as far as it says. */
	readonly source: string;
	/** That its endpoints could not be compared with its documentation or with a maintained client of it. */
	readonly unchecked?: true;
}

/** What stands for a part of a provider's addresses. */
interface Placeholder {
	/** As the one who builds a workflow is asked for it: `Shop name`. */
	readonly label: string;
	/** `my-shop` */
	readonly example: string;
	/** Filled in where nobody says otherwise: `common`. */
	readonly default?: string;
}

/** Who signed in: claims of the id token, or of an address that is asked with the access token. */
interface Account {
	/** Asked with the access token; left out where the id token or the token endpoint's answer says all. */
	readonly endpoint?: string;
	/** That it stands in the token endpoint's answer. */
	readonly inAnswer?: true;
	/** POST where not GET. */
	readonly method?: 'POST';
	/** A GraphQL query, which is posted. */
	readonly query?: string;
	/** Headers beside `Authorization`. */
	readonly headers?: Readonly<Record<string, string>>;
	/** Where each stands: members from the outside in. Left out: `sub`, `email` and `name` (OpenID Connect Core 5.1). */
	readonly subject?: readonly string[];
	readonly email?: readonly string[];
	readonly name?: readonly string[];
	/** Whether an e-mail address from there is one that the provider has verified. */
	readonly emailVerified?: true;
}
