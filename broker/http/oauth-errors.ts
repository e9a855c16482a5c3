import type { ErrorCode } from '../../protocol/error-codes';
import type { ProblemError } from '../problem';

/** An error as OAuth clients read it (RFC 6749 section 5.2, RFC 8628 section 3.5). */
export interface OAuthErrorReply {
	readonly error: OAuthErrorCode;
	/** Which input is at fault and what was expected, in printable ASCII without quotation marks and backslashes. */
	readonly error_description: string;
	/** With `slow_down`: seconds to keep between polls from now on. */
	readonly interval?: number;
}

/** The errors that OAuth has a name for. */
export const OAUTH_ERRORS = [
	'invalid_request',
	'invalid_client',
	'invalid_grant',
	'invalid_scope',
	'unauthorized_client',
	'unsupported_grant_type',
	'authorization_pending',
	'slow_down',
	'access_denied',
	'expired_token',
	'temporarily_unavailable',
	'server_error',
] as const;

/** One of {@link OAUTH_ERRORS}. */
type OAuthErrorCode = (typeof OAUTH_ERRORS)[number];

/** What each problem is called in OAuth, where it is not `invalid_request`. */
const NAMES: Partial<Record<ErrorCode, OAuthErrorCode>> = {
	api_key_required: 'invalid_client',
	api_key_invalid: 'invalid_client',
	not_allowed: 'unauthorized_client',
	unsupported_grant_type: 'unsupported_grant_type',
	poll_token_invalid: 'invalid_grant',
	already_collected: 'invalid_grant',
	authorization_pending: 'authorization_pending',
	access_denied: 'access_denied',
	session_not_found: 'expired_token',
	session_ended: 'expired_token',
	slow_down: 'slow_down',
	rate_limited: 'temporarily_unavailable',
	too_many_sessions: 'temporarily_unavailable',
	busy: 'temporarily_unavailable',
	store_unavailable: 'temporarily_unavailable',
	store_full: 'temporarily_unavailable',
	provider_unavailable: 'temporarily_unavailable',
	draining: 'temporarily_unavailable',
	internal_error: 'server_error',
};

/** Answered with a status of their own: these are HTTP's, and not OAuth's. */
const KEPT_STATUSES: ReadonlySet<number> = new Set([408, 413, 415, 429, 500, 502, 503]);

/** A problem as an OAuth client is told it. */
export function oauthErrorOf(problem: ProblemError): {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: OAuthErrorReply;
} {
	const { code, detail, extras } = problem;
	const error = nameOf(problem);
	const { interval } = extras;
	const kept = KEPT_STATUSES.has(problem.status) && error !== 'slow_down';
	return {
		status: error === 'invalid_client' ? 401 : kept ? problem.status : 400,
		headers: {
			...extras.headers,
			...(error === 'invalid_client' && { 'WWW-Authenticate': 'Basic realm="LinkAuth"' }),
		},
		body: {
			error,
			error_description: printable(code === 'api_key_required' ? NO_CLIENT_SECRET : detail),
			...(interval !== undefined && { interval }),
		},
	};
}

const NO_CLIENT_SECRET = 'Authorization: expected Basic with an API key of this broker as the password.';

/** The OAuth name of a problem. */
function nameOf({ code, extras }: ProblemError): OAuthErrorCode {
	const state = extras.ended?.state;
	if (state === 'declined' || state === 'reported') return 'access_denied';
	if (state === 'collected' || state === 'cancelled') return 'invalid_grant';
	return NAMES[code] ?? 'invalid_request';
}

/** RFC 6749 section 5.2 has no room for other characters. */
function printable(text: string): string {
	return text
		.replaceAll('"', "'")
		.replaceAll('’', "'")
		.replace(/[^\x20-\x7e]|\\/g, '?');
}
