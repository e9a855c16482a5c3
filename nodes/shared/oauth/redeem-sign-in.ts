import { accountOf, readAccount } from '../../../protocol/oauth/account';
import { readTokens, redeemCode, revokeToken } from '../../../protocol/oauth/oauth-client';
import { isCodeFault, OAuthError } from '../../../protocol/oauth/oauth-error';
import type { Fetch, OAuthAccount, OAuthTokens } from '../../../protocol/oauth/oauth-types';
import type { Members } from '../../../protocol/oauth/provider-fetch';
import type { Provider } from '../../../protocol/providers/provider';
import { providerOf } from '../../../protocol/providers/providers';
import type { CredentialFields } from '../../../protocol/envelope';
import { LinkAuthError } from '../errors';
import { accountFault } from './expected-account';
import { appOf, type Grant, type GrantApp, type SignIn } from './grant';
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
	// With a client of our own it is a code, and nothing else: tokens could be anybody's.
	const grant = signIn.app
		? await redeemed({ ...signIn, app: signIn.app }, fields, fetch, sleep)
		: await granted(signIn, fields, fetch, sleep);
	if (grant === undefined) {
		return { kind: 'declined', reason: 'sign-in failed: its code was too old, or used before' };
	}
	const fault = accountFault(grant.account, signIn.expectedAccount);
	if (fault === undefined) return { kind: 'granted', grant };
	await revoke(grant, fetch);
	return { kind: 'declined', reason: fault };
}

async function redeemed(
	signIn: SignIn & { readonly app: GrantApp },
	fields: CredentialFields,
	fetch: Fetch,
	sleep: Sleep,
): Promise<Grant | undefined> {
	const { app, providerName, verifier } = signIn;
	const { code, redirect_uri: redirectUri, iss } = fields;
	if (code === undefined || redirectUri === undefined) throw notASignIn();
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
			const account = await whoSignedIn(signIn, client.provider, tokens, fetch, sleep);
			// What the provider itself has said comes before what came by way of a browser.
			const answers = { ...fields, ...tokens.response };
			return { ...grantOf(signIn, tokens, account), ...parametersIn(answers, client.provider) };
		} catch (error) {
			const isAway = error instanceof OAuthError && error.kind === 'unavailable';
			if (isAway && pause !== undefined) {
				await sleep(pause);
				continue;
			}
			if (error instanceof OAuthError && isCodeFault(error)) return undefined;
			throw shownOAuthError(error, providerName);
		}
	}
	return undefined;
}

/** What the provider's answers have that calls of its API need. */
function parametersIn(answers: Members, provider: Provider | undefined): Pick<Grant, 'parameters'> {
	const { answerParameters = [] } = provider ?? {};
	const given = answerParameters.flatMap((name) => {
		const value = answers[name];
		return typeof value === 'string' ? [[name, value] as const] : [];
	});
	return given.length > 0 ? { parameters: Object.fromEntries(given) } : {};
}

/**
 * Tokens that the broker has redeemed: the provider's answer, as it came. Who signed in is asked of the provider where it
 * is known how; otherwise it is whom the id token names, as the broker got it.
 */
async function granted(signIn: SignIn, fields: CredentialFields, fetch: Fetch, sleep: Sleep): Promise<Grant> {
	const { providerId = '', providerName, scopes } = signIn;
	const provider = providerOf(providerId);
	const tokens = tokensIn(fields, provider);
	const { endpoint = '', inAnswer = false } = provider?.account ?? {};
	const account =
		provider !== undefined && (inAnswer || (endpoint !== '' && !endpoint.includes('{')))
			? await whoSignedIn(signIn, provider, tokens, fetch, sleep)
			: accountOfToken(fields['id_token']);
	return { ...grantOf({ providerName, scopes }, tokens, account), ...parametersIn(fields, provider) };
}

/**
 * Who signed in; undefined where the provider does not say. Where that decides, it is asked again while it does not
 * answer: otherwise whoever signed in would be sent away for its fault.
 */
async function whoSignedIn(
	{ expectedAccount }: SignIn,
	provider: Provider,
	tokens: OAuthTokens,
	fetch: Fetch,
	sleep: Sleep,
): Promise<OAuthAccount | undefined> {
	for (const pause of expectedAccount === undefined ? [undefined] : [...PAUSES, undefined]) {
		try {
			return await readAccount(provider, tokens, fetch);
		} catch (error) {
			const isAway = error instanceof OAuthError && error.kind === 'unavailable';
			if (!isAway || pause === undefined) return undefined;
			await sleep(pause);
		}
	}
	return undefined;
}

function tokensIn(fields: CredentialFields, provider: Provider | undefined): OAuthTokens {
	const [head] = provider?.tokenPath ?? [];
	const nested = head === undefined ? undefined : objectIn(fields[head]);
	try {
		return readTokens(provider ?? {}, { ...fields, ...(head !== undefined && nested && { [head]: nested }) });
	} catch {
		throw notASignIn();
	}
}

function objectIn(text: string | undefined): Members | undefined {
	try {
		const value: unknown = JSON.parse(text ?? '');
		return typeof value === 'object' && value !== null ? (value as Members) : undefined;
	} catch {
		return undefined;
	}
}

function grantOf(
	{ app, providerName, scopes }: Pick<SignIn, 'app' | 'providerName' | 'scopes'>,
	tokens: OAuthTokens,
	account: OAuthAccount | undefined,
): Grant {
	return {
		...(app && { app }),
		providerName,
		accessToken: tokens.accessToken,
		tokenType: tokens.tokenType,
		scopes: tokens.scopes ?? scopes,
		...(tokens.refreshToken !== undefined && { refreshToken: tokens.refreshToken }),
		...(tokens.expiresAt !== undefined && { expiresAt: tokens.expiresAt }),
		...(account !== undefined && { account }),
	};
}

function notASignIn(): LinkAuthError {
	return new LinkAuthError(
		'The broker gave neither a code nor tokens for this sign-in.',
		'Check that the broker is one that knows sign-ins, and ask the person again.',
	);
}

/** Who an id token names that the broker has got at the provider itself. */
function accountOfToken(idToken: string | undefined): OAuthAccount | undefined {
	const [, payload = ''] = idToken?.split('.') ?? [];
	const claims = objectIn(Buffer.from(payload, 'base64url').toString());
	return claims && accountOf(claims, {});
}

/** Tokens of somebody else are worth nothing here; where the provider cannot be told, they end by themselves. */
async function revoke({ app, refreshToken, accessToken }: Grant, fetch: Fetch): Promise<void> {
	if (app?.provider.revocationEndpoint === undefined) return;
	const hint = refreshToken === undefined ? 'access_token' : 'refresh_token';
	const token = refreshToken ?? accessToken;
	await revokeToken(appOf(app), { token, hint }, fetch).catch(() => undefined);
}
