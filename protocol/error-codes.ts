/**
 * Every `code` that a problem document of the broker can carry (RFC 9457 extension member), with its status
 * and title. Stable: agents may branch on them.
 */
export const ERROR_CODES = {
	malformed_request: { status: 400, title: 'Malformed Request' },
	malformed_json: { status: 400, title: 'Malformed JSON' },
	invalid_request: { status: 400, title: 'Invalid Request' },
	invalid_public_key: { status: 400, title: 'Invalid Public Key' },
	unknown_template: { status: 400, title: 'Unknown Template' },
	api_key_required: { status: 401, title: 'API Key Required' },
	poll_token_invalid: { status: 401, title: 'Poll Token Invalid' },
	api_key_invalid: { status: 403, title: 'Invalid API Key' },
	not_allowed: { status: 403, title: 'Not Allowed' },
	connect_token_invalid: { status: 403, title: 'Connect Token Invalid' },
	session_not_found: { status: 404, title: 'Session Not Found' },
	not_found: { status: 404, title: 'Not Found' },
	method_not_allowed: { status: 405, title: 'Method Not Allowed' },
	request_timeout: { status: 408, title: 'Request Timeout' },
	already_decided: { status: 409, title: 'Already Decided' },
	not_confirmed: { status: 409, title: 'Not Confirmed' },
	too_large: { status: 413, title: 'Too Large' },
	unsupported_media_type: { status: 415, title: 'Unsupported Media Type' },
	invalid_envelope: { status: 422, title: 'Invalid Envelope' },
	slow_down: { status: 429, title: 'Slow Down' },
	too_many_sessions: { status: 429, title: 'Too Many Open Sessions' },
	rate_limited: { status: 429, title: 'Too Many Requests' },
	headers_too_large: { status: 431, title: 'Headers Too Large' },
	internal_error: { status: 500, title: 'Internal Error' },
	store_unavailable: { status: 503, title: 'Store Unavailable' },
	store_full: { status: 503, title: 'Store Full' },
	draining: { status: 503, title: 'Shutting Down' },
} as const satisfies Readonly<Record<string, { status: number; title: string }>>;

/** One of the codes in {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;
