import type { ICredentialsDecrypted, INodeCredentialTestResult } from 'n8n-workflow';

import { LinkAuthError } from '../shared/errors';
import { directFetch } from '../shared/oauth/n8n-fetch';
import { readOAuthApp, type OAuthAppData } from '../shared/oauth/oauth-app-data';

/**
 * What can be said of a client before anybody has signed in: whether all is there, and whether an OpenID provider answers
 * as one. Whether the client is registered, only the first sign-in shows.
 */
export function testOAuthApp(credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return readOAuthApp((credential.data ?? {}) as OAuthAppData, directFetch).then(
		({ provider }): INodeCredentialTestResult => ({
			status: 'OK',
			message: `Complete. People will sign in at ${new URL(provider.authorizationEndpoint).host}.`,
		}),
		(error: unknown): INodeCredentialTestResult => ({
			status: 'Error',
			message:
				error instanceof LinkAuthError ? `${error.message} ${error.description}` : 'Something went wrong.',
		}),
	);
}
