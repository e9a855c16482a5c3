/** Characters of a provider's own words that are repeated. */
const LONGEST_DESCRIPTION = 200;

/**
 * Why a provider gave no tokens. `refused`: it answered, and said no; `unavailable`: it did not answer, or was not able to;
 * `unreadable`: its answer is not what an OAuth server gives. Never holds a code, a token or a secret.
 */
export class OAuthError extends Error {
	override readonly name = 'OAuthError';

	/**
	 * @param error the code of RFC 6749 section 5.2, where it gave one: `invalid_grant`
	 * @param description its own words, without what was sent to it
	 */
	constructor(
		readonly kind: 'refused' | 'unavailable' | 'unreadable',
		message: string,
		readonly error?: string,
		readonly description?: string,
	) {
		super(message);
	}
}

/**
 * Whether a provider does not know a client, or does not take its secret: RFC 6749 says `invalid_client`, GitHub
 * `incorrect_client_credentials`, Slack `bad_client_secret`.
 */
export function isClientFault({ error = '' }: OAuthError): boolean {
	return /client/i.test(error);
}

/**
 * Whether a code is at fault, which only another sign-in can replace: RFC 6749 says `invalid_grant`, GitHub
 * `bad_verification_code`, Slack `code_already_used`.
 */
export function isCodeFault({ error = '' }: OAuthError): boolean {
	return /^invalid_grant$|(?:^|_)code(?:$|_(?:already_)?(?:used|expired))/i.test(error);
}

/**
 * Whether a refresh token is over: RFC 6749 says `invalid_grant`, GitHub `bad_refresh_token`, Slack `token_revoked`.
 */
export function isRefreshTokenFault({ error = '' }: OAuthError): boolean {
	return /^invalid_grant$|refresh_token|token_(?:revoked|expired)/i.test(error);
}

/** An error code as a provider may name it; undefined where it is something else, or longer than any. */
export function errorCode(value: unknown): string | undefined {
	return typeof value === 'string' && /^[A-Za-z0-9_.:-]{1,64}$/.test(value) ? value : undefined;
}

/**
 * A provider's own words, fit to be shown: one line, without what was sent to it.
 * @param secrets that it may repeat
 */
export function cleanDescription(value: unknown, secrets: readonly string[]): string | undefined {
	if (typeof value !== 'string') return undefined;
	const hidden = secrets
		.filter((secret) => secret !== '')
		.reduce((text, secret) => text.replaceAll(secret, '…'), value);
	const text = hidden.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
	return text === '' ? undefined : text.slice(0, LONGEST_DESCRIPTION);
}
