import type { ErrorCode } from '../../protocol/error-codes';

/** What a code means to whoever gets it. */
export interface ProblemWords {
	/** When it is answered, and what to do. */
	readonly meaning: string;
	/** A detail as the broker words it. */
	readonly detail: string;
}

/** Every code of the broker, in words. */
export const PROBLEM_WORDS: Readonly<Record<ErrorCode, ProblemWords>> = {
	malformed_request: {
		meaning: 'What came in could not be read as HTTP/1.1. The connection is closed.',
		detail: 'The request: expected HTTP/1.1.',
	},
	malformed_json: {
		meaning: 'The body is not JSON in UTF-8, or ended early.',
		detail: 'The body: expected JSON in UTF-8.',
	},
	invalid_request: {
		meaning: 'A member or header is missing, of the wrong kind or too long; `detail` says which.',
		detail: 'ttl: expected at least 30 seconds.',
	},
	invalid_public_key: {
		meaning: 'Not an RSA SubjectPublicKeyInfo, or of a length or exponent that is not accepted.',
		detail: 'public_key: expected at least 2048 bits, got 1024.',
	},
	unknown_template: {
		meaning: 'There is no such template; `detail` lists those that there are.',
		detail: 'template: expected one of api_key, basic_auth, bearer_token, openai, anthropic, aws.',
	},
	api_key_required: {
		meaning: 'This broker wants `X-API-Key`.',
		detail: 'X-API-Key: expected an API key of this broker.',
	},
	poll_token_invalid: {
		meaning: 'The poll token is missing, malformed, or not this session’s. Polling on does not help.',
		detail: 'Authorization: expected "Bearer" and the poll token of this session.',
	},
	api_key_invalid: {
		meaning: 'The broker does not know the API key.',
		detail: 'X-API-Key: this broker does not know the key.',
	},
	not_allowed: {
		meaning: 'The operator has not allowed this to the API key, or to the network that it comes from.',
		detail: 'template: this API key may ask by openai only.',
	},
	connect_token_invalid: {
		meaning: 'This is not the browser that confirmed.',
		detail: 'connect_token: expected the token that confirming gave.',
	},
	session_not_found: {
		meaning: 'Unknown, expired, deleted, or not for this caller: these are not told apart. Final.',
		detail: 'There is no open session here: it is unknown, used or expired.',
	},
	not_found: {
		meaning: 'There is nothing at this address.',
		detail: 'There is nothing at this address.',
	},
	method_not_allowed: {
		meaning: '`Allow` lists the methods that there are at this address.',
		detail: 'The method: expected one of POST.',
	},
	request_timeout: {
		meaning: 'The request did not arrive in time. The connection is closed.',
		detail: 'The request: it did not arrive in time.',
	},
	already_decided: {
		meaning: 'Somebody else, or an earlier call, has taken this step.',
		detail: 'This request has already been answered.',
	},
	not_confirmed: {
		meaning: 'The code has to be confirmed first.',
		detail: 'The code has not been confirmed yet. Confirm it first.',
	},
	too_large: {
		meaning: 'The body, or the plaintext in the envelope, is over its limit.',
		detail: 'The body: expected at most 262144 bytes.',
	},
	unsupported_media_type: {
		meaning: 'Send `Content-Type: application/json`, without a `Content-Encoding`.',
		detail: 'Content-Type: expected application/json.',
	},
	invalid_envelope: {
		meaning: 'Not an envelope for this session’s key; `detail` names the member.',
		detail: 'ciphertext: iv: expected 12 bytes.',
	},
	too_many_sessions: {
		meaning: 'The API key has as many sessions open as it may. Collect or cancel some, or wait.',
		detail: 'This API key has 100 sessions open, as many as it may. Collect or cancel some, or wait.',
	},
	slow_down: {
		meaning: 'Polled sooner than `interval`. Keep to the new `interval` (RFC 8628 section 3.5).',
		detail: 'Polled too soon. Wait 10 seconds between polls.',
	},
	rate_limited: {
		meaning: 'Too many calls. Wait for `Retry-After` seconds.',
		detail: 'Too many requests. Try again in 42 seconds.',
	},
	headers_too_large: {
		meaning: 'The address and the headers together are over 16 KiB. The connection is closed.',
		detail: 'The address and the headers: expected fewer bytes.',
	},
	internal_error: {
		meaning: 'A fault of the broker. Try again; report it if it stays.',
		detail: 'Something went wrong on our side. Try again.',
	},
	store_unavailable: {
		meaning:
			'The store does not answer. Try again after `Retry-After`; it does not mean that the session is gone.',
		detail: 'The store cannot be reached just now. Nothing was lost; try again.',
	},
	store_full: {
		meaning: 'The embedded store holds as much as it may. Try again after `Retry-After`.',
		detail: 'The broker holds as many sessions as it may. Try again later.',
	},
	draining: {
		meaning: 'This broker is shutting down. Another one takes over; try again after `Retry-After`.',
		detail: 'This broker is shutting down.',
	},
};
