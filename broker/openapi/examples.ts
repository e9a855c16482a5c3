import { ENVELOPE_ALGORITHM } from '../../protocol/envelope';
import { makeLink } from '../../protocol/long-link';
import { DEVICE_CODE_GRANT, deviceCodeOf } from '../sessions/device-requests';

/*
 * The examples of the document. A test sends each of them to a running broker; what a broker makes up, such as ids
 * and tokens, is replaced by what it made up.
 */

const PUBLIC_KEY =
	'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA5VXiyf0r5gR38sBPWpgjQ3p9yB/QyW03vzwRN/dq/inN+jdIRfvBnJo+' +
	'm14+vCMEXjRhCQ2vHdBrn75pQGY9D7bQ8wwspXklSzfv6W6k8lxppV7iWrNBA8tX3d16hF4TWm3GKyusQkMqP1gSr2uvzyot1Ucs' +
	'S/FF0RXDCabOhC+6aYPhvdRIOYoXJH7Mza2p/TcDOx0Ugou6IjWFXJvxCYdhUrpQhQB+AGN0X99Xejf7EZ3L7/CLmmUnYn4g45DB' +
	'SV24Fdzz32XjEkdnU6D+V7WbFd6kcHWfMyoTaa8loqX+EI6a1tlthjFd2WlO6QMPKz7tZdv0pM7Myz81ykqdyQIDAQAB';

/** An envelope for the key above. */
const ENVELOPE =
	'eyJ3cmFwcGVkX2tleSI6InptL1JueHl4SUd1SzZqT0hVdW9QSjBWVjJxNVNnVWJTbTlMT3BLdmpmNVVieHB6UHl0WWhNMEs0bERO' +
	'UHgwUGZBV2E3Y1dpUE1hbnRWUExsNU92Q3ZlVS9ocm45TEd1Z3QzTjBJWDl0NnNLVUVXd0Y1SG9rNEZlbHByelpiLzI1eFlGL2JT' +
	'SFhRdUg5VlVDa0JKbzFzU3R6Z2RqWmx4RWxVcU5mbkpPYjZWOEZtWGxkK3hXU1pQZHIyUlI1RlZ1bnNRZmFWUTIweWVuT0JLUDF0' +
	'aW1xWHBRRGRlbncrbWRNR283MDd0NWtEUVN0UVl0VCt6cHlxRm1pTXJIREl2eitxbHhYR3BGT041QTI0VkRQNk9pQkV6K2J3TEl4' +
	'azBnaE44dlJNMkx3REt3eDBoRTJaSnVNeHBmS1lKQmdCczJvaUU4T0dyUEtkT1hQV3g4V0N0TzdIdz09IiwiaXYiOiJhR3VaSVFs' +
	'c1VDcXY5MkFhIiwiY2lwaGVydGV4dCI6IjBoRS93Z3J6eFB6UU0rMDdLUlU5R0xJTjhQSWxPaDY3SUVYY2VHOGRiWEVndGVRenJq' +
	'SE9TZz09In0=';

const CODE = 'ABCD-1234';
/** Of the same code. */
const LONG_LINK = makeLink(
	CODE,
	Uint8Array.from({ length: 16 }, (_, at) => at),
);
const PUBLIC_BASE = 'https://broker.example.com';
const EXPIRES_AT = '2026-11-22T12:00:00.000Z';

/** What a broker makes up: it stands in for the real one wherever a call needs it. */
export const LIVE_EXAMPLES = {
	session_id: 'a5ec0e57ba20b6a60ff54afcb09be15fdac6c37ad9a7e5a3bb9d7ee4cd2c5dfd',
	code: CODE,
	user_code: 'abcd 1234',
	poll_token: 'pt_Zm9yIGV4YW1wbGUgb25seSwgbm90IGEgcmVhbCB0b2s',
	connect_token: 'ct_Zm9yIGV4YW1wbGUgb25seSwgbm90IGEgcmVhbCB0b2s',
} as const;

const DEVICE_CODE = deviceCodeOf(LIVE_EXAMPLES.session_id, LIVE_EXAMPLES.poll_token);

const CALLBACK_SECRET = 'cs_Zm9yIGV4YW1wbGUgb25seSwgbm90IGEgcmVhbCB0b2s';

/** A named example. */
export interface Example {
	readonly summary?: string;
	readonly value: unknown;
}

/** Examples of every body, by the name of its schema. */
export const EXAMPLES: Readonly<Record<string, Readonly<Record<string, Example>>>> = {
	CreateSessionRequest: {
		template: {
			summary: 'With a template',
			value: {
				public_key: PUBLIC_KEY,
				template: 'openai',
				reason: 'To read this month’s invoices and sort them',
				requester: { name: 'Invoice assistant', detail: 'workflow of the finance team' },
				allowed_hosts: ['api.openai.com'],
				agent_state: 'opaque to everybody but the agent',
				ttl: 600,
			},
		},
		fields: {
			summary: 'With fields of its own',
			value: {
				public_key: PUBLIC_KEY,
				display_name: 'ACME warehouse',
				fields: [
					{ name: 'zone', label: 'Zone', type: 'select', options: ['Europe', 'America'] },
					{
						name: 'pin',
						label: 'PIN',
						type: 'otp',
						pattern: '[0-9]{6}',
						help: 'From the app.',
						max_length: 6,
					},
				],
			},
		},
	},
	CallbackRequest: {
		callback: {
			value: {
				callback_url: 'https://n8n.example.com/webhook/4f1d8a7c',
				callback_secret: CALLBACK_SECRET,
				callback_acknowledges: true,
				callback_events: ['opened', 'ready', 'denied', 'expired'],
			},
		},
	},
	ResolveRequest: { typed: { value: { user_code: LIVE_EXAMPLES.user_code } } },
	CompleteRequest: {
		envelope: {
			value: {
				ciphertext: ENVELOPE,
				algorithm: ENVELOPE_ALGORITHM,
				connect_token: LIVE_EXAMPLES.connect_token,
			},
		},
	},
	DenyRequest: { reason: { value: { reason: 'I did not expect this' } } },
	CreateSessionReply: {
		created: {
			value: {
				session_id: LIVE_EXAMPLES.session_id,
				user_code: CODE,
				code: CODE,
				verification_uri: `${PUBLIC_BASE}/connect`,
				verification_uri_complete: `${PUBLIC_BASE}/connect/${CODE}`,
				url: `${PUBLIC_BASE}/connect/${CODE}`,
				poll_token: LIVE_EXAMPLES.poll_token,
				expires_at: EXPIRES_AT,
				expires_in: 600,
				interval: 5,
				answer_seconds: 600,
			},
		},
		long: {
			summary: 'One that lives for three days',
			value: {
				session_id: LIVE_EXAMPLES.session_id,
				user_code: CODE,
				code: CODE,
				verification_uri: `${PUBLIC_BASE}/connect`,
				verification_uri_complete: `${PUBLIC_BASE}/connect/${LONG_LINK}`,
				url: `${PUBLIC_BASE}/connect/${LONG_LINK}`,
				poll_token: LIVE_EXAMPLES.poll_token,
				expires_at: EXPIRES_AT,
				expires_in: 259_200,
				interval: 5,
				code_expires_in: 900,
				answer_seconds: 900,
			},
		},
	},
	PollReply: {
		pending: {
			summary: 'The person has not answered',
			value: {
				status: 'pending',
				expires_at: EXPIRES_AT,
				interval: 5,
				opened_at: '2026-11-22T11:52:00.000Z',
			},
		},
		ready: {
			summary: 'The envelope, once',
			value: { status: 'ready', expires_at: EXPIRES_AT, ciphertext: ENVELOPE, algorithm: ENVELOPE_ALGORITHM },
		},
		consumed: { summary: 'It was collected before', value: { status: 'consumed', expires_at: EXPIRES_AT } },
		denied: {
			summary: 'The person declined',
			value: { status: 'denied', expires_at: EXPIRES_AT, reason: 'I did not expect this' },
		},
	},
	CallbackReply: { callback: { value: { callback_secret: CALLBACK_SECRET, reachable: true } } },
	AgentStateReply: { state: { value: { agent_state: 'opaque to everybody but the agent' } } },
	SessionInfo: {
		pending: {
			value: {
				status: 'pending',
				display_name: 'OpenAI API key',
				template_type: 'form',
				code: CODE,
				fields: [{ name: 'api_key', label: 'API key', type: 'password', placeholder: 'sk-…' }],
				public_key: PUBLIC_KEY,
				expires_at: EXPIRES_AT,
				expires_in: 598,
				answer_seconds: 600,
				security: { secure: true, mode: 'production' },
				requester: { name: 'Invoice assistant', detail: 'workflow of the finance team', verified: false },
				reason: 'To read this month’s invoices and sort them',
				allowed_hosts: ['api.openai.com'],
			},
		},
	},
	ConfirmReply: { confirmed: { value: { connect_token: LIVE_EXAMPLES.connect_token, expires_in: 590 } } },
	DeviceAuthorizationRequest: {
		template: {
			summary: 'With a template',
			value: {
				client_id: 'Invoice assistant',
				public_key: PUBLIC_KEY,
				template: 'openai',
				reason: 'To read this month’s invoices and sort them',
				allowed_hosts: 'api.openai.com',
				ttl: '600',
			},
		},
	},
	DeviceTokenRequest: {
		answer: { value: { grant_type: DEVICE_CODE_GRANT, device_code: DEVICE_CODE } },
	},
	DeviceAuthorizationReply: {
		asked: {
			value: {
				device_code: DEVICE_CODE,
				user_code: CODE,
				verification_uri: `${PUBLIC_BASE}/connect`,
				verification_uri_complete: `${PUBLIC_BASE}/connect/${CODE}`,
				expires_in: 600,
				interval: 5,
			},
		},
	},
	DeviceTokenReply: {
		answered: { value: { access_token: ENVELOPE, token_type: 'Bearer', algorithm: ENVELOPE_ALGORITHM } },
	},
	AuthorizationServerMetadata: {
		metadata: {
			value: {
				issuer: PUBLIC_BASE,
				device_authorization_endpoint: `${PUBLIC_BASE}/device_authorization`,
				token_endpoint: `${PUBLIC_BASE}/token`,
				grant_types_supported: [DEVICE_CODE_GRANT],
				response_types_supported: [],
				token_endpoint_auth_methods_supported: ['client_secret_basic'],
			},
		},
	},
	AuthReply: { ok: { value: { status: 'ok', name: 'Finance' } } },
	DiscoveryReply: {
		discovery: {
			value: {
				issuer: PUBLIC_BASE,
				session_endpoint: `${PUBLIC_BASE}/v1/sessions`,
				verification_uri: `${PUBLIC_BASE}/connect`,
				algorithms_supported: [ENVELOPE_ALGORITHM],
				extensions_supported: ['long_poll', 'idempotent_collection'],
			},
		},
	},
	HealthReply: { ok: { value: { status: 'ok' } } },
	ReadyReply: { ready: { value: { status: 'ready', store: { latency_ms: 0.412, full: false } } } },
	CallbackMessage: {
		ready: {
			value: {
				session_id: LIVE_EXAMPLES.session_id,
				status: 'ready',
				ciphertext: ENVELOPE,
				algorithm: ENVELOPE_ALGORITHM,
			},
		},
	},
};
