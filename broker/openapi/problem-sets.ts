import type { ErrorCode } from '../../protocol/error-codes';

/** What every call that needs the store can come to. */
export const STORE: readonly ErrorCode[] = ['internal_error', 'store_unavailable'];

/** What every call that writes to the store can come to. */
export const WRITE: readonly ErrorCode[] = [...STORE, 'store_full'];

/** What every call with a body can come to. */
export const BODY: readonly ErrorCode[] = [
	'malformed_json',
	'invalid_request',
	'too_large',
	'unsupported_media_type',
];

/** What every agent's call can come to. */
export const API_KEY: readonly ErrorCode[] = ['api_key_required', 'api_key_invalid'];

/** What every call with a poll token can come to. */
export const POLL_TOKEN: readonly ErrorCode[] = [...API_KEY, 'poll_token_invalid', 'session_not_found'];

/** What every call with a user code can come to. */
export const USER_CODE: readonly ErrorCode[] = ['session_not_found', 'rate_limited'];
