import { readAccount } from '../../../protocol/oauth/account';
import { redeemCode, revokeToken } from '../../../protocol/oauth/oauth-client';
import { OAuthError } from '../../../protocol/oauth/oauth-error';
import type { Fetch, OAuthAccount } from '../../../protocol/oauth/oauth-types';
import type { CredentialFields } from '../../../protocol/envelope';
import { LinkAuthError } from '../errors';
import { accountFault } from './expected-account';
import { appOf, type Grant, type SignIn } from './grant';
import { shownOAuthError } from './oauth-errors';

/** Tries of a provider that does not answer, and the milliseconds between them. A code is good for a minute at most. */
const PAUSES = [500, 2_000, 5_000];

/** How waiting is done. */
type Sleep = (milliseconds: number) => Promise<void>;

/** What a sign-in came to. */
export type SignInOutcome =
	| { readonly kind: 'granted'; readonly grant: Grant }
	/** The person could not have known better: it is theirs to sign in anew. */
	| { readonly kind: 'declined'; readonly reason: string };

/**
 * Makes tokens of what a person's sign-in brought: a code, which is redeemed here, or tokens, where the broker has done so.
 * @param fields what was in the envelope
 * @throws LinkAuthError where whoever builds the workflow can put it right
 */
export async function redeemSignIn(
	signIn: SignIn,
	fields: CredentialFields,
	fetch: Fetch,
	sleep: Sleep,
): Promise<SignInOutcome> {
	const grant =
		fields['access_token'] === undefined
			? await redeemed(signIn, fields, fetch, sleep)
			: grantOf(signIn, fields);
	if (grant === undefined) {
		return { kind: 'declined', reason: 'sign-in failed: its code was too old, or used before' };
	}
	const fault = accountFault(grant.account, signIn.expectedAccount);
	if (fault === undefined) return { kind: 'granted', grant };
	await revoke(grant, fetch);
	return { kind: 'declined', reason: fault };
}

async function redeemed(
	signIn: SignIn,
	fields: CredentialFields,
	fetch: Fetch,
	sleep: Sleep,
): Promise<Grant | undefined> {
	const { app, providerName, verifier, scopes } = signIn;
	const { code, redirect_uri: redirectUri, iss } = fields;
	if (app === undefined || code === undefined || redirectUri === undefined) {
		throw new LinkAuthError(
			'The broker gave neither a code nor tokens for this sign-in.',
			'Check that the broker is one that knows sign-ins, and ask the person again.',
		);
	}
	const client = appOf(app);
	const exchange = {
		code,
		redirectUri,
		...(verifier !== undefined && { verifier }),
		...(iss !== undefined && { iss }),
	};
	for (const pause of [...PAUSES, undefined]) {
		try {
			const tokens = await redeemCode(client, exchange, fetch);
			const account = await readAccount(client.provider, tokens, fetch).catch(() => undefined);
			return {
				app,
				providerName,
				accessToken: tokens.accessToken,
				tokenType: tokens.tokenType,
				scopes: tokens.scopes ?? scopes,
				...(tokens.refreshToken !== undefined && { refreshToken: tokens.refreshToken }),
				...(tokens.expiresAt !== undefined && { expiresAt: tokens.expiresAt }),
				...(account !== undefined && { account }),
			};
		} catch (error) {
			const isAway = error instanceof OAuthError && error.kind === 'unavailable';
			if (isAway && pause !== undefined) {
				await sleep(pause);
				continue;
			}
			if (error instanceof OAuthError && error.error === 'invalid_grant') return undefined;
			throw shownOAuthError(error, providerName);
		}
	}
	return undefined;
}

/** Tokens that the broker has redeemed: the provider's answer as it came. */
function grantOf({ providerName, scopes }: SignIn, fields: CredentialFields): Grant {
	const seconds = Number(fields['expires_in']);
	const granted = fields['scope']?.split(/[\s,]+/).filter((scope) => scope !== '');
	const account = accountOfToken(fields['id_token']);
	return {
		providerName,
		accessToken: fields['access_token'] ?? '',
		tokenType: 'Bearer',
		scopes: granted ?? scopes,
		...(fields['refresh_token'] !== undefined && { refreshToken: fields['refresh_token'] }),
		...(seconds > 0 && { expiresAt: Date.now() + seconds * 1000 }),
		...(account !== undefined && { account }),
	};
}

/** Who an id token names that the broker has got at the provider itself. */
function accountOfToken(idToken: string | undefined): OAuthAccount | undefined {
	const [, payload = ''] = idToken?.split('.') ?? [];
	try {
		const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
		const { sub, email, email_verified: verified, name, hd } = claims;
		return {
			...(typeof sub === 'string' && { subject: sub }),
			...(typeof email === 'string' && { email, emailVerified: verified === true }),
			...(typeof name === 'string' && { name }),
			...(typeof hd === 'string' && { domain: hd }),
		};
	} catch {
		return undefined;
	}
}

/** Tokens of somebody else are worth nothing here; where the provider cannot be told, they end by themselves. */
async function revoke({ app, refreshToken, accessToken }: Grant, fetch: Fetch): Promise<void> {
	if (app?.provider.revocationEndpoint === undefined) return;
	const hint = refreshToken === undefined ? 'access_token' : 'refresh_token';
	const token = refreshToken ?? accessToken;
	await revokeToken(appOf(app), { token, hint }, fetch).catch(() => undefined);
}
