import * as oauth from 'oauth4webapi';
import type { Provider } from '../providers/provider';
import { isLoopback } from '../loopback';
import { cleanDescription, errorCode, OAuthError } from './oauth-error';
import type { Fetch, OAuthApp, OAuthTokens } from './oauth-types';
import { formOf, providerFetch, send, standardAnswer, type AnswerShape } from './provider-fetch';

/** What a code is exchanged with. */
export interface CodeGrant {
	readonly code: string;
	/** The PKCE verifier; left out where no challenge was sent. */
	readonly verifier?: string;
	/** The same as in the authorization request. */
	readonly redirectUri: string;
	/** `iss` of the authorization response. */
	readonly iss?: string;
}

/**
 * Exchanges a code for tokens (RFC 6749 section 4.1.3, RFC 7636 section 4.5), after holding `iss` against the provider's
 * issuer (RFC 9207 section 2.4). Of an id token issuer, audience and times are checked; its signature need not be, since it
 * comes from the token endpoint itself (OpenID Connect Core 3.1.3.7).
 * @param now milliseconds since 1970
 * @throws OAuthError
 */
export async function redeemCode(
	app: OAuthApp,
	{ code, verifier, redirectUri, iss }: CodeGrant,
	fetch: Fetch,
	now = Date.now(),
): Promise<OAuthTokens> {
	const { provider } = app;
	const server = serverOf(provider, provider.tokenEndpoint);
	const client = { client_id: app.clientId };
	const secrets = [code, verifier ?? '', app.clientSecret ?? ''];
	// An issuer that is not known cannot be held against anything.
	const isChecked = provider.issuer !== undefined && iss !== undefined;
	const answered = new URLSearchParams({ code, ...(isChecked && { iss }) });
	return asOAuthError(provider, secrets, async () => {
		const parameters = oauth.validateAuthResponse(server, client, answered, oauth.skipStateCheck);
		const own = providerFetch(provider, fetch, now);
		const response = await oauth.authorizationCodeGrantRequest(
			server,
			client,
			authenticationOf(app),
			parameters,
			redirectUri,
			// eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that nobody overlooks it; not every provider knows PKCE
			verifier ?? oauth.nopkce,
			optionsOf(provider.tokenEndpoint, own.fetch),
		);
		const result = await oauth.processAuthorizationCodeResponse(server, client, response);
		return tokensOf(provider, result, own.answer(), now);
	});
}

/**
 * Exchanges a refresh token for tokens (RFC 6749 section 6). Where no new one comes, the refresh token stays the same.
 * @param now milliseconds since 1970
 * @throws OAuthError `refused` with `invalid_grant` where the person has to sign in again
 */
export async function refreshTokens(
	app: OAuthApp,
	{ refreshToken }: { readonly refreshToken: string },
	fetch: Fetch,
	now = Date.now(),
): Promise<OAuthTokens> {
	const { provider } = app;
	const address = provider.refreshEndpoint ?? provider.tokenEndpoint;
	const server = serverOf(provider, address);
	const client = { client_id: app.clientId };
	return asOAuthError(provider, [refreshToken, app.clientSecret ?? ''], async () => {
		const own = providerFetch(provider, fetch, now);
		const response = await oauth.refreshTokenGrantRequest(
			server,
			client,
			authenticationOf(app),
			refreshToken,
			optionsOf(address, own.fetch),
		);
		const result = await oauth.processRefreshTokenResponse(server, client, response);
		return { refreshToken, ...tokensOf(provider, result, own.answer(), now) };
	});
}

/**
 * Revokes a token (RFC 7009): a refresh token, and with it the grant, or an access token alone.
 * @throws OAuthError; `refused` with `unsupported` where the provider has no address for it
 */
export async function revokeToken(
	app: OAuthApp,
	{ token, hint }: { readonly token: string; readonly hint: 'refresh_token' | 'access_token' },
	fetch: Fetch,
): Promise<void> {
	const { provider } = app;
	const address = provider.revocationEndpoint;
	if (address === undefined) {
		throw new OAuthError(
			'refused',
			`${provider.name} has no address to revoke tokens at. The person can end the access in the settings of their account.`,
			'unsupported',
		);
	}
	const server = { ...serverOf(provider, provider.tokenEndpoint), revocation_endpoint: address };
	await asOAuthError(provider, [token, app.clientSecret ?? ''], async () => {
		const response = await oauth.revocationRequest(
			server,
			{ client_id: app.clientId },
			authenticationOf(app),
			token,
			{
				...optionsOf(address, async (url, { method, headers, body }) => {
					const parameters = formOf(provider, body).toString();
					const { status, members } = await send(fetch, url, { method, headers, body: parameters });
					return new Response(JSON.stringify(members), {
						// RFC 7009 knows 200 alone; some say 204.
						status: status < 300 ? 200 : status,
						headers: { 'content-type': 'application/json' },
					});
				}),
				additionalParameters: { token_type_hint: hint },
			},
		);
		await oauth.processRevocationResponse(response);
	});
}

/**
 * Tokens of an answer that somebody else got from a provider, such as a broker that has a client there.
 * @param now milliseconds since 1970
 * @throws OAuthError `unreadable` where there is no access token in it
 */
export function readTokens(
	provider: TokenShape,
	answer: Readonly<Record<string, unknown>>,
	now = Date.now(),
): OAuthTokens {
	const tokens: Record<string, unknown> = { ...standardAnswer(provider, answer, now) };
	// Nobody has checked it here.
	delete tokens['id_token'];
	if (typeof tokens['access_token'] !== 'string' || tokens['access_token'] === '') {
		throw new OAuthError('unreadable', 'There is no access token in what came.');
	}
	return tokensOf(provider, tokens as oauth.TokenEndpointResponse, answer, now);
}

/** What has to be known of a provider to use its tokens. */
type TokenShape = AnswerShape & Pick<Provider, 'expiresIn' | 'tokenScheme'>;

/** Algorithms of id tokens; one that is signed with the client's secret is none of them. */
const SIGNATURES = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

function serverOf(provider: Provider, tokenEndpoint: string): oauth.AuthorizationServer {
	return {
		issuer: provider.issuer ?? new URL(provider.authorizationEndpoint).origin,
		token_endpoint: tokenEndpoint,
		id_token_signing_alg_values_supported: SIGNATURES,
		...(provider.statesIssuer && { authorization_response_iss_parameter_supported: true }),
	};
}

function authenticationOf({ provider, clientSecret }: OAuthApp): oauth.ClientAuth {
	if (clientSecret === undefined || clientSecret === '') return oauth.None();
	return provider.clientAuthentication === 'basic'
		? basicAuthentication(clientSecret)
		: oauth.ClientSecretPost(clientSecret);
}

/**
 * `Authorization: Basic`, in which only what would not arrive otherwise is encoded as in a form (RFC 6749 section 2.3.1):
 * many providers do not decode it, and the others read what is not encoded as it is.
 */
function basicAuthentication(clientSecret: string): oauth.ClientAuth {
	return (_, { client_id: id }, __, headers) => {
		const pair = `${encoded(id).replaceAll(':', '%3A')}:${encoded(clientSecret)}`;
		headers.set('authorization', `Basic ${btoa(pair)}`);
	};
}

function encoded(text: string): string {
	return text.replace(/[%+ ]|[^\x20-\x7e]+/g, encodeURIComponent);
}

type LibraryFetch = (
	url: string,
	init: { readonly method: string; readonly headers: Record<string, string>; readonly body?: unknown },
) => Promise<Response>;

/** Over HTTPS, except to this machine itself. */
function optionsOf(address: string, fetch: LibraryFetch) {
	return {
		[oauth.customFetch]: fetch,
		// eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that nobody overlooks it
		...(isLoopback(new URL(address)) && { [oauth.allowInsecureRequests]: true }),
	};
}

function tokensOf(
	provider: TokenShape,
	result: oauth.TokenEndpointResponse,
	response: OAuthTokens['response'],
	now: number,
): OAuthTokens {
	const claims = oauth.getValidatedIdTokenClaims(result);
	const seconds = result.expires_in ?? provider.expiresIn;
	return {
		accessToken: result.access_token,
		tokenType: provider.tokenScheme ?? 'Bearer',
		...(result.refresh_token !== undefined && { refreshToken: result.refresh_token }),
		...(typeof seconds === 'number' && { expiresAt: now + seconds * 1000 }),
		...(result.scope !== undefined && {
			// Blanks or commas, whatever stands in requests.
			scopes: result.scope.split(/[\s,]+/).filter((scope) => scope !== ''),
		}),
		...(claims && { claims: claims }),
		response,
	};
}

/** Runs a call of the library, and says what went wrong in words of ours. */
async function asOAuthError<Result>(
	{ name }: Provider,
	secrets: readonly string[],
	call: () => Promise<Result>,
): Promise<Result> {
	try {
		return await call();
	} catch (error) {
		if (error instanceof OAuthError) throw error;
		if (error instanceof oauth.ResponseBodyError) {
			const code = errorCode(error.error) ?? 'refused';
			throw new OAuthError(
				'refused',
				`${name} refused: ${code}.`,
				code,
				cleanDescription(error.error_description, secrets),
			);
		}
		if (error instanceof oauth.OperationProcessingError && error.code === oauth.INVALID_RESPONSE) {
			throw new OAuthError('unreadable', `What ${name} answered is not what an OAuth server gives.`);
		}
		throw new OAuthError('unreadable', `What ${name} answered could not be trusted or understood.`);
	}
}
