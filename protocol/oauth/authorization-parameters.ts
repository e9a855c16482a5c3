import type { Provider } from '../providers/provider';

/** By these a provider takes everything from elsewhere, and the parameters beside them are worth nothing (RFC 9101, 9126). */
export const OVERRIDING_PARAMETERS: readonly string[] = ['request', 'request_uri'];

/** What only the flow itself may say. */
export const RESERVED_PARAMETERS: ReadonlySet<string> = new Set([
	'client_id',
	'redirect_uri',
	'response_type',
	'response_mode',
	'scope',
	'state',
	'code_challenge',
	'code_challenge_method',
	...OVERRIDING_PARAMETERS,
]);

/** What an authorization request is made of. */
export interface AuthorizationRequest {
	readonly clientId: string;
	readonly redirectUri: string;
	/** The provider's default ones where left out. */
	readonly scopes?: readonly string[];
	/** SHA-256 of the PKCE verifier, base64url. */
	readonly challenge?: string;
	readonly responseMode?: 'query' | 'fragment';
	/** Beside the provider's own, and before them. */
	readonly extra?: Readonly<Record<string, string>>;
}

/** The parameters of an authorization request (RFC 6749 section 4.1.1, RFC 7636 section 4.3), all but `state`. */
export function authorizationParameters(
	provider: Pick<
		Provider,
		| 'scopeSeparator'
		| 'scopeParameter'
		| 'clientIdParameter'
		| 'defaultScopes'
		| 'authorizationParameters'
		| 'fragment'
	>,
	{
		clientId,
		redirectUri,
		scopes = provider.defaultScopes,
		challenge,
		responseMode,
		extra,
	}: AuthorizationRequest,
): Record<string, string> {
	const mode = responseMode ?? (provider.fragment ? 'fragment' : undefined);
	const own = Object.entries({ ...provider.authorizationParameters, ...extra });
	const { clientIdParameter = 'client_id', scopeParameter = 'scope' } = provider;
	const isOwn = (name: string) =>
		[clientIdParameter, scopeParameter].includes(name) || RESERVED_PARAMETERS.has(name);
	const asked = [...new Set(scopes)].join(provider.scopeSeparator ?? ' ');
	return {
		...Object.fromEntries(own.filter(([name]) => !isOwn(name))),
		response_type: 'code',
		[clientIdParameter]: clientId,
		redirect_uri: redirectUri,
		...(asked !== '' && { [scopeParameter]: asked }),
		...(challenge !== undefined && { code_challenge: challenge, code_challenge_method: 'S256' }),
		...(mode !== undefined && mode !== 'query' && { response_mode: mode }),
	};
}

/** Whether a challenge is to be sent to a provider. @param hasSecret whether the client has one */
export function takesChallenge({ pkce }: Pick<Provider, 'pkce'>, hasSecret: boolean): boolean {
	return pkce === 'yes' || pkce === 'ignored' || (pkce === 'public' && !hasSecret);
}
