import type { Provider } from '../providers/provider';
import { OAuthError } from './oauth-error';
import type { Fetch, OAuthAccount, OAuthTokens } from './oauth-types';
import { memberAt, refusalOf, send, type Members } from './provider-fetch';

/**
 * Who signed in: by the claims of the id token, or by what the provider answers to the access token.
 * @returns undefined where the provider does not say
 * @throws OAuthError
 */
export async function readAccount(
	provider: Provider,
	tokens: OAuthTokens,
	fetch: Fetch,
): Promise<OAuthAccount | undefined> {
	const { account } = provider;
	const claimed = tokens.claims && accountOf(tokens.claims, {});
	if (account?.inAnswer) return accountOf(tokens.response, account);
	if (claimed?.email !== undefined || account?.endpoint === undefined) return claimed;
	const { status, members } = await send(fetch, account.endpoint, {
		method: account.query === undefined ? (account.method ?? 'GET') : 'POST',
		headers: {
			...(account.query !== undefined && { 'content-type': 'application/json' }),
			accept: 'application/json',
			'user-agent': 'linkauth',
			...account.headers,
			...authorizationOf(provider, tokens),
		},
		...(account.query !== undefined && { body: JSON.stringify({ query: account.query }) }),
	});
	const refusal = refusalOf({ status, members });
	if (refusal) {
		// Scopes that do not let it say so are no fault of the sign-in.
		if (claimed || status === 403) return claimed;
		throw new OAuthError(
			'refused',
			`${provider.name} does not say who signed in: ${String(refusal['error'])}.`,
		);
	}
	const answered = accountOf(members, account);
	// An answer about somebody else (OpenID Connect Core 5.3.2).
	if (claimed && answered.subject !== claimed.subject) return claimed;
	return { ...answered, ...claimed };
}

/** The header that an access token is sent in. */
function authorizationOf(
	{ tokenHeader }: Provider,
	{ tokenType, accessToken }: OAuthTokens,
): Readonly<Record<string, string>> {
	return tokenHeader === undefined
		? { authorization: `${tokenType} ${accessToken}` }
		: { [tokenHeader]: accessToken };
}

/** Who is named by claims, or by an answer. @param paths where it says so */
export function accountOf(members: Members, paths: Partial<NonNullable<Provider['account']>>): OAuthAccount {
	const { subject: inSubject = ['sub'], email: inEmail = ['email'], name: inName = ['name'] } = paths;
	const subject = textAt(members, inSubject);
	const email = textAt(members, inEmail);
	const name = textAt(members, inName);
	const domain = textAt(members, ['hd']);
	const claim = members['email_verified'];
	const verified =
		claim === true || claim === 'true' || (claim === undefined && paths.emailVerified === true);
	return {
		...(subject !== undefined && { subject }),
		...(email !== undefined && { email, emailVerified: verified }),
		...(domain !== undefined && { domain }),
		...(name !== undefined && { name }),
	};
}

function textAt(members: Members, path: readonly string[]): string | undefined {
	const value = memberAt(members, path);
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value !== '' ? value : undefined;
}
