import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import type { OAuthError } from '../../protocol/oauth/oauth-error';
import type { Fetch } from '../../protocol/oauth/oauth-types';
import { tryClient } from '../../protocol/oauth/try-client';
import { LinkAuthError } from '../shared/errors';
import { appOf } from '../shared/oauth/grant';
import { fetchInTest } from '../shared/oauth/n8n-fetch';
import { readOAuthApp, type OAuthAppData, type RegisteredApp } from '../shared/oauth/oauth-app-data';
import { shownOAuthError } from '../shared/oauth/oauth-errors';

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

/** What is in the way of a client; undefined where the provider knows it, or does not say. */
async function clientFault({ app, provider }: RegisteredApp, fetch: Fetch): Promise<unknown> {
	const fault = await tryClient(appOf(app), 'https://localhost/', fetch);
	return fault?.kind === 'unavailable' ? unreachable(fault) : shownOAuthError(fault, provider.name);
}

function unreachable({ message }: OAuthError): LinkAuthError {
	return new LinkAuthError(
		message,
		'This n8n has to reach it, to redeem what people bring from there. Check the addresses, and the way out of your network.',
	);
}
