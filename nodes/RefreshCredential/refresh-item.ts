import type { IDataObject } from 'n8n-workflow';

import { revokeToken } from '../../protocol/oauth/oauth-client';
import type { Fetch } from '../../protocol/oauth/oauth-types';
import { LinkAuthError } from '../shared/errors';
import { renewedGrant } from '../shared/oauth/fresh-grant';
import { appOf, factsOf, fieldsOfGrant, type Grant } from '../shared/oauth/grant';
import { shownOAuthError } from '../shared/oauth/oauth-errors';
import { sealCredential, unsealCredential, type ReceivedCredential } from '../shared/sealed-credential';

/** A credential that a sign-in gave. */
type SignedIn = ReceivedCredential & { readonly grant: Grant };

/**
 * Renews a sealed credential. One that nothing can renew and that is still good is passed on as it is.
 * @returns what is added to the item
 * @throws SignInAgain, LinkAuthError
 */
export async function refreshCredential(
	sealingKey: string,
	sealed: unknown,
	fetch: Fetch,
): Promise<IDataObject> {
	const { grant, ...credential } = await signedIn(sealingKey, sealed);
	const renewed = await renewedGrant(grant, fetch);
	if (renewed === grant) return { status: 'unchanged', credential: String(sealed), ...factsOf(grant) };
	const fields = fieldsOfGrant(renewed);
	return {
		status: 'refreshed',
		credential: await sealCredential(sealingKey, { ...credential, fields, grant: renewed }),
		...factsOf(renewed),
		refreshedAt: new Date().toISOString(),
	};
}

/**
 * Ends the access that a sealed credential gives: the refresh token, and with it all that came of it, or else the access
 * token.
 * @returns what is added to the item
 * @throws LinkAuthError, also where the provider cannot be told
 */
export async function revokeCredential(
	sealingKey: string,
	sealed: unknown,
	fetch: Fetch,
): Promise<IDataObject> {
	const { grant } = await signedIn(sealingKey, sealed);
	const { app, providerName, refreshToken, accessToken } = grant;
	if (app === undefined) {
		throw new LinkAuthError(
			`Only the broker’s client can revoke this sign-in with ${providerName}.`,
			'Ask the person to end the access in the settings of their account.',
		);
	}
	const hint = refreshToken === undefined ? 'access_token' : 'refresh_token';
	const token = refreshToken ?? accessToken;
	await revokeToken(appOf(app), { token, hint }, fetch).catch((error: unknown) => {
		throw shownOAuthError(error, providerName);
	});
	return { status: 'revoked', provider: providerName };
}

async function signedIn(sealingKey: string, sealed: unknown): Promise<SignedIn> {
	const { grant, ...credential } = await unsealCredential(sealingKey, sealed);
	if (grant !== undefined) return { ...credential, grant };
	throw new LinkAuthError(
		'This credential was typed by a person, and cannot be refreshed or revoked here.',
		'Pass on one that a sign-in gave: Credential to Ask For: Sign-In (OAuth).',
	);
}
