import type { ErrorCode } from './error-codes';
import type { SessionState } from './states';
import type { FieldDefinition } from './templates';

/** Who asks, in the agent's own words. */
interface Requester {
	readonly name: string;
	readonly detail?: string;
}

/**
 * Body of `POST /v1/sessions`: exactly one of `template`, `fields` and a sign-in, which any of `oauth_provider`,
 * `oauth_authorization_endpoint` and `custom_authorize_url` asks for.
 */
export interface CreateSessionRequest {
	/** RSA SubjectPublicKeyInfo, base64 of DER or PEM. */
	readonly public_key: string;
	readonly template?: string;
	readonly fields?: readonly FieldDefinition[];
	readonly oauth_provider?: string;
	readonly oauth_scopes?: readonly string[];
	readonly oauth_extra_params?: Readonly<Record<string, string>>;
	/** With it the agent redeems the code itself; without it the broker does, with a client of its own. */
	readonly oauth_client_id?: string;
	/** SHA-256 of the agent's PKCE verifier, base64url (RFC 7636 section 4.2). */
	readonly oauth_code_challenge?: string;
	/** Instead of the provider's own. */
	readonly oauth_authorization_endpoint?: string;
	/** What `iss` of the answer has to be (RFC 9207); the provider's own where left out. */
	readonly oauth_issuer?: string;
	/** Whether an answer without `iss` is refused. */
	readonly oauth_iss_required?: boolean;
	readonly oauth_response_mode?: 'query' | 'fragment';
	/** LinkAuth's passthrough: a whole address to send the person to, as it is. */
	readonly custom_authorize_url?: string;
	/** Parameters of the provider's answer that are encrypted for the agent; `code`, `state` and `iss` where left out. */
	readonly custom_callback_params?: readonly string[];
	/** The `state` that is in `custom_authorize_url`. */
	readonly custom_state?: string;
	readonly display_name?: string;
	readonly reason?: string;
	readonly requester?: Requester;
	/** Seconds. */
	readonly ttl?: number;
	readonly callback_url?: string;
	readonly allowed_hosts?: readonly string[];
	readonly agent_state?: string;
	/** SHA-256 hex of a poll token that the agent made. */
	readonly poll_token_hash?: string;
	/** What the broker calls for; where left out `ready`, `denied` and `expired`. */
	readonly callback_events?: readonly CallbackEvent[];
}

/** What a callback can tell. `opened`: somebody looked at the request for the first time. */
export const CALLBACK_EVENTS = ['opened', 'ready', 'denied', 'expired'] as const;

/** One of {@link CALLBACK_EVENTS}. */
export type CallbackEvent = (typeof CALLBACK_EVENTS)[number];

/** Reply to `POST /v1/sessions` (201), in the vocabularies of RFC 8628 and of LinkAuth 0.2 alike. */
export interface CreateSessionReply {
	readonly session_id: string;
	readonly user_code: string;
	readonly code: string;
	readonly verification_uri: string;
	/** Left out where the broker wants codes typed. */
	readonly verification_uri_complete?: string;
	readonly url: string;
	/** Left out where the agent brought its own. */
	readonly poll_token?: string;
	/** RFC 3339, UTC. */
	readonly expires_at: string;
	/** Seconds. */
	readonly expires_in: number;
	/** Seconds between polls. */
	readonly interval: number;
	readonly callback_secret?: string;
	/** Seconds in which the code alone opens the request; left out where that is as long as the request lives. */
	readonly code_expires_in?: number;
	/** Seconds that the person has from confirming to answering. */
	readonly answer_seconds?: number;
}

/** Reply to a poll, `GET /v1/sessions/{id}` (200). */
export interface PollReply {
	readonly status: SessionState;
	readonly expires_at: string;
	/** Seconds; while the session waits. */
	readonly interval?: number;
	/** The envelope; with status `ready`. */
	readonly ciphertext?: string;
	readonly algorithm?: string;
	/** Why it was declined; with status `denied`, where the person said so. */
	readonly reason?: string;
	/** When somebody looked at the request for the first time. RFC 3339, UTC, like the next one. */
	readonly opened_at?: string;
	/** When the code was confirmed. */
	readonly confirmed_at?: string;
}

/** How a session ended. `collected` covers everything that was answered and handed over. */
export type EndState = 'expired' | 'collected' | 'declined' | 'reported' | 'cancelled';

/** With code `session_ended`: how the session ended, for a day after its end. States and times, and nothing else. */
export interface SessionEnd {
	readonly state: EndState;
	/** RFC 3339, UTC, like the next two. */
	readonly at: string;
	/** Left out where nobody looked. */
	readonly opened_at?: string;
	/** Left out where nobody confirmed. */
	readonly confirmed_at?: string;
}

/** With code `link_used`: why a link does not open any more, for whoever has the whole link. */
export interface LinkUse {
	/** `confirmed`: another browser has confirmed and may still answer. `answered`: it has. */
	readonly state: 'confirmed' | 'answered' | 'declined' | 'expired' | 'cancelled';
	/** When. RFC 3339, UTC. */
	readonly at: string;
}

/** Reply to `PATCH /v1/sessions/{id}`. */
export interface CallbackReply {
	/** Keys the signatures of the calls. */
	readonly callback_secret: string;
	/** Whether the broker could open a connection to the address just now. */
	readonly reachable: boolean;
}

/** Body of the broker's call to an agent, as far as this agent reads it. */
export interface CallbackBody {
	readonly session_id: string;
	readonly status: CallbackEvent;
}

/** Reply to `GET /v1/sessions/{id}/agent-state`. */
export interface AgentStateReply {
	readonly agent_state: string;
}

/** What the page may know about how it is served. */
export interface SecurityInfo {
	readonly secure: boolean;
	readonly mode: 'production' | 'development' | 'insecure';
	readonly message?: string;
}

/** Who asks, as the page shows it: `verified` where the broker knows the name from the API key. */
export interface RequesterInfo extends Requester {
	readonly verified: boolean;
}

/** Session info, `GET /v1/connect/{code}` and `POST /v1/connect/resolve` (200). */
export interface SessionInfo {
	readonly status: 'pending';
	readonly display_name: string;
	readonly template_type: 'form' | 'oauth';
	/** As shown: `ABCD-1234`. */
	readonly code: string;
	readonly fields: readonly FieldDefinition[];
	readonly public_key: string;
	readonly expires_at: string;
	/** Seconds left by the broker's clock, so that a wrong clock on the person's device does no harm. */
	readonly expires_in: number;
	/** Seconds that the person has from confirming to answering, at most. */
	readonly answer_seconds?: number;
	readonly security: SecurityInfo;
	readonly requester?: RequesterInfo;
	readonly reason?: string;
	readonly allowed_hosts?: readonly string[];
	readonly oauth_provider?: string;
	readonly oauth_scopes?: readonly string[];
	/** With template type `oauth`. */
	readonly oauth?: SignInInfo;
}

/** What the page shows of a sign-in, and what it sends the person off with. */
export interface SignInInfo {
	/** Who exchanges the code for tokens: the agent, so that nobody else ever has them; or the broker. */
	readonly redeemed_by: 'agent' | 'broker';
	/** `GitHub`; the host's name where the provider is none that is known. */
	readonly provider_name: string;
	/** Where the person is sent: a host, with a port that is not the usual one. */
	readonly host: string;
	readonly scopes: readonly ScopeInfo[];
	/** Where the agent redeems: the address that the person is sent to, without what stands in `parameters`. */
	readonly authorization_endpoint?: string;
	/** What the page adds to it, beside `state`. Left out where the address is to be used as it is. */
	readonly parameters?: Readonly<Record<string, string>>;
	/** What `iss` of the answer has to be, and whether there has to be one (RFC 9207). */
	readonly issuer?: string;
	readonly iss_required?: boolean;
	/** Parameters of the answer that are encrypted for the agent; `code`, `state` and `iss` where left out. */
	readonly capture?: readonly string[];
	/** The `state` that the address has already. */
	readonly state?: string;
}

/** A scope that is asked for, and what it allows, in English. */
export interface ScopeInfo {
	readonly scope: string;
	readonly text?: string;
}

/** Reply to `POST /v1/oauth/return` (200): the sign-in of this browser that the `state` belongs to. */
export interface SignInReturnReply {
	readonly link: string;
	readonly connect_token: string;
	/** Seconds left to answer, by the broker's clock. */
	readonly expires_in: number;
	readonly session: SessionInfo;
}

/** Body of `POST /v1/oauth/redeem`. */
export interface RedeemRequest {
	readonly state: string;
	readonly code: string;
	readonly iss?: string;
}

/** Reply to `POST /v1/connect/{code}/confirm` (200). */
export interface ConfirmReply {
	readonly connect_token: string;
	/** Seconds left to answer, by the broker's clock. */
	readonly expires_in?: number;
}

/** Body of `POST /v1/connect/{code}/complete`. */
export interface CompleteRequest {
	readonly ciphertext: string;
	readonly algorithm: string;
	readonly connect_token: string;
}

/** Body of `POST /v1/connect/{code}/deny`. */
export interface DenyRequest {
	readonly connect_token?: string;
	readonly reason?: string;
}

/** Body of every 4xx and 5xx, `application/problem+json` (RFC 9457). */
export interface Problem {
	readonly type: string;
	readonly title: string;
	readonly status: number;
	readonly detail: string;
	readonly code: ErrorCode;
	/** With code `slow_down`: the error code of RFC 8628 section 3.5. */
	readonly error?: 'slow_down';
	/** With code `slow_down`: seconds to keep between polls from now on. */
	readonly interval?: number;
	/** Where the body is at fault: each of its members that is, in the order in which they are documented. */
	readonly errors?: readonly FaultyMember[];
	/** With code `session_ended`. */
	readonly ended?: SessionEnd;
	/** With code `link_used`. */
	readonly link?: LinkUse;
}

/** A member of a body that is at fault, as RFC 9457 section 3 shows it. */
export interface FaultyMember {
	/** What was expected. Never repeats a value. */
	readonly detail: string;
	/** JSON Pointer to it, as a URI fragment (RFC 6901 section 6): `#/fields/0/name`. */
	readonly pointer: string;
}

/** `type` of the slow-down problem. */
export const SLOW_DOWN_TYPE = 'urn:ietf:params:oauth:error:slow_down';

/** Headers that the protocol adds to plain HTTP. */
export const HEADERS = {
	apiKey: 'x-api-key',
	callbackSignature: 'x-linkauth-signature-v2',
	deliveryId: 'x-linkauth-delivery-id',
	connectToken: 'x-connect-token',
	idempotencyKey: 'idempotency-key',
	/** With a look-up: the fingerprint in the link, by which whoever has the whole link is told why it does not open. */
	keyFingerprint: 'x-key-fingerprint',
	prefer: 'prefer',
	preferenceApplied: 'preference-applied',
} as const;

/** What an Idempotency-Key must look like: 16 to 64 visible ASCII characters. */
export const IDEMPOTENCY_KEY = /^[\x21-\x7e]{16,64}$/;
