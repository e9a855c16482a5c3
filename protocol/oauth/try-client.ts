import { base64UrlEncode, randomBytes } from '../encoding';
import { redeemCode } from './oauth-client';
import { isClientFault, OAuthError } from './oauth-error';
import type { Fetch, OAuthApp } from './oauth-types';

/**
 * Asks a provider to redeem a code that nobody has: one that knows the client says no to the code, and one that does not
 * know it, or does not take its secret, to the client.
 * @param redirectUri of the client
 * @returns what is in the way; undefined where the provider knows the client, or does not say
 */
export async function tryClient(
	app: OAuthApp,
	redirectUri: string,
	fetch: Fetch,
): Promise<OAuthError | undefined> {
	const { issuer } = app.provider;
	const nobodys = {
		code: base64UrlEncode(randomBytes(24)),
		verifier: base64UrlEncode(randomBytes(32)),
		redirectUri,
		...(issuer !== undefined && { iss: issuer }),
	};
	return redeemCode(app, nobodys, fetch).then(
		() => undefined,
		(error: unknown) => {
			const isOurs = error instanceof OAuthError && (isClientFault(error) || error.kind === 'unavailable');
			return isOurs ? error : undefined;
		},
	);
}
