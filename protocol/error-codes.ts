/** What there is to say about a code: to programs, to agents’ authors, and to operators. */
interface ErrorEntry {
	readonly status: number;
	readonly title: string;
	/** When it is answered, and what the caller is to do. In Markdown, like the next two. */
	readonly meaning: string;
	/** What it tells the operator who finds it in the log or in a metric. */
	readonly cause: string;
	/** What the operator is to do. */
	readonly remedy: string;
}

/**
 * Every `code` that a problem document of the broker can carry (RFC 9457 extension member). Stable: agents may branch on
 * them. The tables of docs/protocol.md and docs/errors.md, and the OpenAPI document, are generated from this one.
 */
export const ERROR_CODES = {
	malformed_request: {
		status: 400,
		title: 'Malformed Request',
		meaning: 'What came in is not HTTP/1.1. The connection is closed.',
		cause: 'Something that does not speak HTTP/1.1 talks to the port.',
		remedy: 'Scanners. From your own proxy: it speaks TLS or HTTP/2 to the broker; have it speak HTTP/1.1.',
	},
	malformed_json: {
		status: 400,
		title: 'Malformed JSON',
		meaning: 'The body is not JSON in UTF-8, or ended early.',
		cause: 'An agent sends what is not JSON, or something on the way cuts bodies short.',
		remedy: 'Nothing, for single ones. Many, from all agents: look at the proxy.',
	},
	invalid_request: {
		status: 400,
		title: 'Invalid Request',
		meaning:
			'A member or header is missing, of the wrong kind or too long; `detail` names every one at fault, and so does `errors`.',
		cause: 'An agent sends a member that is missing, of the wrong kind or too long.',
		remedy: 'Tell the agent’s author what `detail` says.',
	},
	invalid_public_key: {
		status: 400,
		title: 'Invalid Public Key',
		meaning: 'Not an RSA SubjectPublicKeyInfo, or of a length or exponent that is not accepted.',
		cause: 'An agent’s key is no RSA key, or one of a length that is not accepted (2,048 to 8,192 bits are).',
		remedy: 'As above.',
	},
	unknown_template: {
		status: 400,
		title: 'Unknown Template',
		meaning: 'There is no such template; `detail` lists those that there are.',
		cause: 'An agent asks for a template that this broker does not have.',
		remedy: 'Add it, or tell the agent’s author; `detail` lists those that there are.',
	},
	unknown_oauth_provider: {
		status: 400,
		title: 'Unknown OAuth Provider',
		meaning:
			'There is no such provider, or this broker has no client of its own for it; `detail` says which, and which are near.',
		cause: 'An agent asks for a sign-in at a provider that the broker does not know, or has no client for.',
		remedy:
			'A wrong name: tell the agent’s author. Where the broker is to redeem: set `OAUTH_{NAME}_CLIENT_ID` and `_CLIENT_SECRET`.',
	},
	oauth_endpoint_not_allowed: {
		status: 400,
		title: 'OAuth Endpoint Not Allowed',
		meaning: 'People are not sent to that address; `detail` says what the operator has to set.',
		cause: 'An agent wants people to sign in at a host that is neither a known provider’s nor allowed.',
		remedy:
			'A provider of your own: name its host in `LINKAUTH_OAUTH_HOSTS`, or in the `oauth_hosts` of that API key. Else: as intended.',
	},
	api_key_required: {
		status: 401,
		title: 'API Key Required',
		meaning: 'This broker wants `X-API-Key`.',
		cause: 'Somebody creates sessions without a key.',
		remedy: 'Give the agent one. From addresses that you do not know: somebody tries; nothing happens.',
	},
	poll_token_invalid: {
		status: 401,
		title: 'Poll Token Invalid',
		meaning: 'The poll token is missing, malformed, or not this session’s. Polling on does not help.',
		cause: 'An agent polls with another session’s token, or with none.',
		remedy:
			'An agent that mixes up its sessions. Many from one address: somebody tries tokens, which have 256 bits; nothing happens.',
	},
	api_key_invalid: {
		status: 403,
		title: 'Invalid API Key',
		meaning: 'The broker does not know the API key.',
		cause: 'An agent has a key that is no longer, or not yet, in the configuration.',
		remedy: 'After a rotation: an agent was forgotten, or one broker has the old configuration.',
	},
	not_allowed: {
		status: 403,
		title: 'Not Allowed',
		meaning:
			'The operator has not allowed this to the API key, or to the network that it comes from, or a browser says that a page of another site asks (`Sec-Fetch-Site`); `detail` says what.',
		cause:
			'The key, or the network, may not do this: a template, a callback host, or creating sessions at all. Or a page of another site made a visitor’s browser call the broker.',
		remedy: 'Intended, or widen what that key or network may do.',
	},
	connect_token_invalid: {
		status: 403,
		title: 'Connect Token Invalid',
		meaning: 'This is not the browser that confirmed.',
		cause: 'A second browser tries to answer what the first has confirmed.',
		remedy: 'Single ones: the person changed browsers. Many: look at who gets the links.',
	},
	session_not_found: {
		status: 404,
		title: 'Session Not Found',
		meaning:
			'Unknown, expired, deleted, or not for this caller, whose token is another one: these are not told apart. Final.',
		cause: 'The session is unknown, expired, deleted or not for this caller; the answer does not say which.',
		remedy:
			'Usual at the end of a session. Many from one network: somebody guesses codes, and meets `rate_limited` next.',
	},
	session_ended: {
		status: 404,
		title: 'Session Ended',
		meaning:
			'To whoever has the right poll token, for a day: `ended` says how the session ended, and when. Final.',
		cause: 'An agent asks for a session that is over.',
		remedy: 'Usual at the end of a session.',
	},
	unsupported_grant_type: {
		status: 400,
		title: 'Unsupported Grant Type',
		meaning: '`POST /token` with another `grant_type` than that of device codes (RFC 6749 section 5.2).',
		cause: 'An OAuth client asks for something else than the answer to a device authorization.',
		remedy: 'Use the client’s device flow.',
	},
	authorization_pending: {
		status: 400,
		title: 'Authorization Pending',
		meaning: '`POST /token`: the person has not answered yet (RFC 8628 section 3.5). Ask again.',
		cause: 'An OAuth client waits for the person.',
		remedy: 'Nothing.',
	},
	access_denied: {
		status: 400,
		title: 'Access Denied',
		meaning: '`POST /token`: the person has declined (RFC 8628 section 3.5). Final.',
		cause: 'The person declined or reported the request.',
		remedy: 'Usual. Look at who asks for what, where many are declined.',
	},
	already_collected: {
		status: 400,
		title: 'Already Collected',
		meaning: '`POST /token`: the credential was handed over before, as `invalid_grant`. Final.',
		cause: 'An OAuth client goes on asking after it was answered.',
		remedy: 'Ask the person again, where the credential was lost.',
	},
	not_found: {
		status: 404,
		title: 'Not Found',
		meaning: 'There is nothing at this address.',
		cause: 'There is nothing at this address.',
		remedy:
			'Scanners. From your own agents: the broker URL has a path too many, or the proxy rewrites paths.',
	},
	method_not_allowed: {
		status: 405,
		title: 'Method Not Allowed',
		meaning: '`Allow` lists the methods that there are at this address.',
		cause: 'Right address, wrong method.',
		remedy:
			'A proxy that turns POST into GET by a redirect, from http to https for instance: give agents the https address.',
	},
	request_timeout: {
		status: 408,
		title: 'Request Timeout',
		meaning: 'The request did not arrive in time. The connection is closed.',
		cause: 'Headers took longer than 10 seconds, or a whole request longer than 30.',
		remedy:
			'Nothing, for single ones. Many: somebody holds connections open; have your proxy buffer requests.',
	},
	already_decided: {
		status: 409,
		title: 'Already Decided',
		meaning: 'Somebody else, or an earlier call, has taken this step.',
		cause: 'Two tried to take the same step; one has.',
		remedy: 'Usual for a link that was opened twice.',
	},
	link_used: {
		status: 409,
		title: 'Link Used',
		meaning:
			'To whoever has the whole link: `link` says why it does not open any more (opened in another browser, answered, declined, expired, cancelled), and when.',
		cause: 'Somebody opens a link a second time, or after its end.',
		remedy: 'Usual.',
	},
	not_confirmed: {
		status: 409,
		title: 'Not Confirmed',
		meaning: 'The code has to be confirmed first: complete came before confirm.',
		cause: 'Somebody answers a request that nobody has confirmed.',
		remedy: 'Not our page; a script.',
	},
	too_large: {
		status: 413,
		title: 'Too Large',
		meaning: 'The body, or the plaintext in the envelope, is over its limit.',
		cause: 'A body, or a credential, is over its limit.',
		remedy: 'Nothing. The limit protects the store.',
	},
	unsupported_media_type: {
		status: 415,
		title: 'Unsupported Media Type',
		meaning: 'Send `Content-Type: application/json`, without a `Content-Encoding`.',
		cause: 'A body is not `application/json`, or is compressed.',
		remedy: 'Tell the agent’s author; or the proxy compresses requests.',
	},
	invalid_envelope: {
		status: 422,
		title: 'Invalid Envelope',
		meaning: 'Not an envelope for this session’s key; `detail` names the member.',
		cause: 'What came in was not encrypted for this session’s key.',
		remedy:
			'Not our page; a script, or a page that something on the way has altered: that would be grave, so look.',
	},
	provider_refused: {
		status: 422,
		title: 'Provider Refused',
		meaning: 'The provider gave no tokens for the code, and the session is declined. Final.',
		cause:
			'A provider refused a code, or answered what is no token: a client secret that is wrong or over, mostly.',
		remedy:
			'Look at `reason` of the session, and at the client at the provider: secret, redirect URI, scopes.',
	},
	slow_down: {
		status: 429,
		title: 'Slow Down',
		meaning:
			'Polled sooner than `interval`. Keep to the new `interval` (RFC 8628 section 3.5). Type `urn:ietf:params:oauth:error:slow_down`, with `error` and the new `interval`.',
		cause: 'An agent polls faster than it was told to.',
		remedy: 'Nothing; agents adapt. Long polls (`Prefer: wait`) need no interval.',
	},
	too_many_sessions: {
		status: 429,
		title: 'Too Many Open Sessions',
		meaning: 'The API key has as many sessions open as it may. Collect or cancel some, or wait.',
		cause: 'A key has as many open sessions as it may.',
		remedy:
			'A workflow that asks the same people again and again, or a limit that is too low for what it does.',
	},
	rate_limited: {
		status: 429,
		title: 'Too Many Requests',
		meaning: 'Too many calls. Wait for `Retry-After` seconds.',
		cause: 'One network, one session or one API key called too often.',
		remedy:
			'From all people at the same time: `LINKAUTH_TRUSTED_PROXIES` is not set, and they share your proxy’s address. Else: as intended.',
	},
	headers_too_large: {
		status: 431,
		title: 'Headers Too Large',
		meaning: 'The address and the headers together are over 16 KiB. The connection is closed.',
		cause: 'Address and headers of a request are over 16 KiB.',
		remedy:
			'Scanners. From people: cookies of other sites on the same domain; give the broker a domain of its own.',
	},
	internal_error: {
		status: 500,
		title: 'Internal Error',
		meaning: 'A fault of the broker. Try again; report it if it stays.',
		cause: 'A fault of the broker.',
		remedy: 'Report it, with the log line of that request id.',
	},
	provider_unavailable: {
		status: 502,
		title: 'Provider Unavailable',
		meaning: 'The provider does not answer, or not in time. Nothing was lost; sign in again.',
		cause:
			'The token endpoint of a provider, or its description of itself, cannot be reached from the broker.',
		remedy: 'Look at the provider, and whether the broker reaches it: name servers, firewall, proxy.',
	},
	busy: {
		status: 503,
		title: 'Busy',
		meaning:
			'As many bytes are being read and sent as the broker allows, in all or for this network. Nothing was lost; try again after `Retry-After`.',
		cause:
			'The bodies and envelopes under way take `LINKAUTH_BODY_BUDGET`, or one network takes a quarter of it.',
		remedy:
			'Single ones: files that came at the same moment; nothing. Many: slow uploads, which a proxy that buffers requests keeps away; or raise it where there is memory.',
	},
	store_unavailable: {
		status: 503,
		title: 'Store Unavailable',
		meaning:
			'The store does not answer. Try again after `Retry-After`; it does not mean that the session is gone.',
		cause:
			'Redis does not answer within `LINKAUTH_STORE_TIMEOUT`, or refuses to write (it has lost its replica).',
		remedy:
			'Look at Redis. Brokers need no restart. [scaling.md](scaling.md#what-is-lost-when-redis-is-lost) has what is lost: mostly nothing.',
	},
	store_full: {
		status: 503,
		title: 'Store Full',
		meaning:
			'The room that is left belongs to the sessions that there are, which go on, or to those that live for 900 seconds at most. Try again after `Retry-After`.',
		cause:
			'The `memory:` store holds `LINKAUTH_MEMORY_CEILING`, or Redis 85 % of its `maxmemory`. New sessions are refused; those that there are go on. Sessions that are to live for more than 900 seconds are refused from 65 % on.',
		remedy: 'Raise it, or look who creates so many. A Redis for the broker alone fills with nothing else.',
	},
	draining: {
		status: 503,
		title: 'Shutting Down',
		meaning:
			'Only from `GET /ready`: this broker is about to end. What is under way is still answered; another broker takes over.',
		cause: '`/ready` only: this broker was asked to end.',
		remedy:
			'Nothing: it is how load balancers learn of it. [upgrading.md](upgrading.md) has the order of things.',
	},
} as const satisfies Readonly<Record<string, ErrorEntry>>;

/** One of the codes in {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;
