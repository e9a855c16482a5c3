import { isClientFault, isRefreshTokenFault, OAuthError } from '../../../protocol/oauth/oauth-error';
import { LinkAuthError } from '../errors';

/** The provider has ended the grant, or will not renew it: only the person can help. */
export class SignInAgain extends LinkAuthError {
	override readonly name = 'SignInAgain';
	constructor(providerName: string, reason: string) {
		super(
			`The sign-in with ${providerName} is over: ${reason}`,
			'Ask the person to sign in again with Request Credential. Where refresh tokens are used once, store what Refresh Credential gives, and use the newest.',
		);
	}
}

/** What an OAuth call failed with, in words for who builds the workflow. @returns other errors as they are */
export function shownOAuthError(error: unknown, providerName: string): unknown {
	if (!(error instanceof OAuthError)) return error;
	const own = error.description === undefined ? '' : ` ${providerName} says: ${error.description}`;
	if (isRefreshTokenFault(error))
		return new SignInAgain(providerName, `it was revoked, or used before.${own}`);
	if (isClientFault(error)) {
		return new LinkAuthError(
			`${providerName} does not know this client, or its secret is wrong.${own}`,
			'Check Client ID and Client Secret in the LinkAuth OAuth App credential, and ask the person again: what was asked for before has the old ones sealed in.',
		);
	}
	if (error.kind === 'unavailable') {
		return new LinkAuthError(
			`${error.message} Nothing was sent on.`,
			'Try again later, or have the node retry on failure (its Settings).',
		);
	}
	return new LinkAuthError(
		`The sign-in with ${providerName} failed: ${error.message}${own}`,
		'Check the provider, its addresses and scopes in the LinkAuth OAuth App credential.',
	);
}
