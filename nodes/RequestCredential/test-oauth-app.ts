import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { base64UrlEncode, randomBytes } from '../../protocol/encoding';
import { redeemCode } from '../../protocol/oauth/oauth-client';
import { OAuthError } from '../../protocol/oauth/oauth-error';
import type { Fetch } from '../../protocol/oauth/oauth-types';
import { LinkAuthError } from '../shared/errors';
import { appOf } from '../shared/oauth/grant';
import { fetchInTest } from '../shared/oauth/n8n-fetch';
import { readOAuthApp, type OAuthAppData, type RegisteredApp } from '../shared/oauth/oauth-app-data';
import { isClientFault, shownOAuthError } from '../shared/oauth/oauth-errors';

/**
 * What can be said of a client before anybody has signed in: whether all is there, whether an OpenID provider answers as
 * one, and whether the provider knows the client and takes its secret. Whether the redirect URL is registered, only the
 * first sign-in shows.
 */
export async function testOAuthApp(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const { request } = this.helpers;
	const fetch = fetchInTest((options) => request(options) as Promise<unknown>);
	return readOAuthApp(data as OAuthAppData, fetch)
		.then(async (registered) => {
			const fault = await clientFault(registered, fetch);
			const { host } = new URL(registered.provider.authorizationEndpoint);
			return fault === undefined
				? { status: 'OK' as const, message: `People will sign in at ${host}.` }
				: failed(fault);
		})
		.catch(failed);
}

function failed(error: unknown): INodeCredentialTestResult {
	const message =
		error instanceof LinkAuthError ? `${error.message} ${error.description}` : 'Something went wrong.';
	return { status: 'Error', message };
}

/**
 * Asks the provider to redeem a code that nobody has: one that knows the client says no to the code, and one that does not,
 * to the client.
 * @returns undefined where it knows the client, or does not say
 */
async function clientFault({ app, provider }: RegisteredApp, fetch: Fetch): Promise<unknown> {
	const nobodys = {
		code: base64UrlEncode(randomBytes(24)),
		verifier: base64UrlEncode(randomBytes(32)),
		redirectUri: 'https://localhost/',
		...(provider.issuer !== undefined && { iss: provider.issuer }),
	};
	return redeemCode(appOf(app), nobodys, fetch).then(
		() => undefined,
		(error: unknown) => {
			if (!(error instanceof OAuthError)) return error;
			if (error.kind === 'unavailable') return unreachable(error);
			return isClientFault(error) ? shownOAuthError(error, provider.name) : undefined;
		},
	);
}

function unreachable({ message }: OAuthError): LinkAuthError {
	return new LinkAuthError(
		message,
		'This n8n has to reach it, to redeem what people bring from there. Check the addresses, and the way out of your network.',
	);
}
