import * as z from 'zod';
import { LIMITS } from '../../protocol/limits';
import { CALLBACK_EVENTS } from '../../protocol/messages';
import { RESERVED_PARAMETERS } from '../../protocol/oauth/authorization-parameters';
import { asksForSignIn } from '../oauth/accept-sign-in';
import { atLeast, atMost, whenObject } from '../schemas/checks';
import { fieldsSchema } from '../schemas/fields';
import { flag, listOf, NO_CONTROLS_BUT_LINES, text } from '../schemas/members';

/*
 * The schemas that guard every body, with what each member means. Messages complete the sentence "member: expected …".
 * Members that are not named here are ignored, as the protocol asks.
 */

const HOST =
	/^(?:https?:\/\/)?(?:\*\.)?(?:[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;
/** Characters of a public key at most: PEM of 8192 bits fits. */
export const LONGEST_KEY = 8_192;
const SHA256_HEX = /^[0-9a-f]{64}$/;
/** The name of a parameter in an address. */
const PARAMETER = /^[A-Za-z0-9_.-]{1,64}$/;

function callbackUrl(description: string) {
	return z
		.string({ error: 'an address' })
		.check(atMost(2_048, 'an address of at most 2048 characters'))
		.meta({ description });
}

function acknowledges() {
	return flag(
		'Extension. That the receiver repeats `X-LinkAuth-Delivery-Id` in its answer. A 2xx without it is then not the receiver’s own, but that of a server that is starting or of a proxy, and the call is tried again.',
	).exactOptional();
}

function callbackEvents() {
	return listOf(
		z
			.enum(CALLBACK_EVENTS, { error: `one of ${CALLBACK_EVENTS.join(', ')}` })
			.meta({ description: 'One of them.' }),
		1,
		CALLBACK_EVENTS.length,
	)
		.meta({
			description:
				'Extension. What the broker calls for; where left out `ready`, `denied` and `expired`. `opened`: somebody looked at the request for the first time.',
		})
		.exactOptional();
}

function connectToken(description: string) {
	return z.string({ error: 'the connect token' }).meta({ description }).exactOptional();
}

/** A text of printable ASCII, as OAuth has them (RFC 6749 appendix A). */
function printable(maximum: number, expected: string, description: string) {
	return z
		.string({ error: expected })
		.regex(/^[\x20-\x7e]+$/, expected)
		.check(atMost(maximum, expected))
		.meta({ description });
}

/** Parameters that an agent adds to an authorization request. */
const extraParameters = z
	.record(
		z.string(),
		z
			.string({ error: 'a text' })
			.check(atMost(LIMITS.oauthParameter, `a text of at most ${String(LIMITS.oauthParameter)} characters`))
			.meta({ description: 'Its value.' }),
		{ error: 'an object of texts' },
	)
	.superRefine((given, context) => {
		const names = Object.keys(given);
		const most = LIMITS.oauthParameters;
		if (names.length > most)
			context.addIssue({ code: 'custom', message: `at most ${String(most)} parameters` });
		for (const name of names) {
			if (PARAMETER.test(name) && !RESERVED_PARAMETERS.has(name)) continue;
			const message = RESERVED_PARAMETERS.has(name)
				? `none of ${[...RESERVED_PARAMETERS].join(', ')}, which have members of their own`
				: 'names of letters, digits, "_", "." and "-"';
			context.addIssue({ code: 'custom', message });
		}
	});

/** Members that ask for a sign-in. */
const SIGN_IN = {
	oauth_provider: z
		.string({ error: 'the name of a provider' })
		.check(atMost(64, 'the name of a provider'))
		.meta({
			description:
				'Asks for a sign-in at this provider, instead of a form. Without `oauth_client_id` the broker redeems the code, with a client of its own (`GET /v1/providers`).',
		})
		.exactOptional(),
	oauth_scopes: listOf(
		z
			.string({ error: 'a scope' })
			.regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'a scope, without blanks')
			.check(atMost(LIMITS.oauthScope, 'a scope'))
			.meta({ description: 'One scope.' }),
		0,
		LIMITS.oauthScopes,
	)
		.meta({ description: 'What is asked for; what the provider is asked for usually where left out.' })
		.exactOptional(),
	oauth_extra_params: extraParameters
		.meta({ description: 'Parameters of the authorization request beside those of the flow.' })
		.exactOptional(),
	oauth_client_id: printable(
		LIMITS.oauthClientId,
		'the id of a client',
		'Extension. The agent’s own client at the provider: it redeems the code itself, and nobody else has the tokens.',
	).exactOptional(),
	oauth_code_challenge: z
		.string({ error: 'SHA-256 of a PKCE verifier, base64url' })
		.regex(/^[A-Za-z0-9_-]{43}$/, 'SHA-256 of a PKCE verifier, base64url, 43 characters')
		.meta({
			description:
				'Extension. SHA-256 of the agent’s PKCE verifier, base64url (S256 of RFC 7636). Needed with `oauth_client_id`, except where the provider does not know PKCE.',
		})
		.exactOptional(),
	oauth_authorization_endpoint: z
		.string({ error: 'an https:// address' })
		.check(atMost(LIMITS.oauthEndpoint, 'an https:// address of at most 2048 characters'))
		.meta({
			description:
				'Extension. Where people sign in, where that is not the provider’s usual address. Of a known provider, or at a host that the operator allows.',
		})
		.exactOptional(),
	oauth_issuer: printable(
		LIMITS.oauthEndpoint,
		'an issuer',
		'Extension. What `iss` of the answer has to be (RFC 9207); the provider’s own where left out.',
	).exactOptional(),
	oauth_iss_required: flag('Extension. Whether an answer without `iss` is refused.').exactOptional(),
	oauth_response_mode: z
		.enum(['query', 'fragment'], { error: 'query or fragment' })
		.meta({
			description:
				'Extension. Where the answer stands in the address that people come back to. In the fragment it is sent to no server.',
		})
		.exactOptional(),
	custom_authorize_url: z
		.string({ error: 'an https:// address' })
		.check(atMost(LIMITS.authorizeUrl, 'an https:// address of at most 8192 characters'))
		.meta({
			description:
				'A whole address to sign in at, to which people are sent as it is: of a known provider, or at a host that the operator allows.',
		})
		.exactOptional(),
	custom_callback_params: listOf(
		z
			.string({ error: 'the name of a parameter' })
			.regex(PARAMETER, 'the name of a parameter')
			.meta({ description: 'The name of one.' }),
		1,
		LIMITS.oauthParameters,
	)
		.meta({
			description:
				'Where the agent redeems: which parameters of the provider’s answer it gets; `code`, `state` and `iss` where left out.',
		})
		.exactOptional(),
	custom_state: printable(
		LIMITS.oauthState,
		'the state',
		'With `custom_authorize_url`: the `state` that comes back, where it does not stand in the address.',
	).exactOptional(),
};

const FORMS = ['template', 'fields', 'a sign-in'] as const;

/** Body of `POST /v1/sessions`. */
export const createSessionSchema = z
	.object(
		{
			public_key: z
				.string({ error: 'an RSA public key, base64 of DER SubjectPublicKeyInfo or PEM' })
				.check(atLeast(1, 'an RSA public key'), atMost(LONGEST_KEY, 'an RSA public key of at most 8192 bits'))
				.meta({
					description:
						'The RSA public key to encrypt to: SubjectPublicKeyInfo, as base64 of DER or as PEM; 2048 to 8192 bits, an odd exponent of 3 or more.',
				}),
			template: z
				.string({ error: 'the name of a template' })
				.meta({ description: 'Name of a built-in template, or of one that the operator configured.' })
				.exactOptional(),
			fields: fieldsSchema.meta({ description: 'The form, instead of a template.' }).exactOptional(),
			...SIGN_IN,
			display_name: text(
				1,
				LIMITS.displayName,
				'What is being connected, such as the name of a service.',
			).exactOptional(),
			reason: text(
				0,
				LIMITS.reason,
				'Extension. Why it is asked for; shown to the person. May have line breaks.',
				NO_CONTROLS_BUT_LINES,
			).exactOptional(),
			requester: z
				.object(
					{
						name: text(1, LIMITS.requesterName, 'Name of who asks.'),
						detail: text(0, LIMITS.requesterDetail, 'More about who asks.').exactOptional(),
					},
					{ error: 'an object with a name' },
				)
				.meta({
					description:
						'Extension. Who asks, in the agent’s own words. Shown as not verified; where the API key has a name, that is shown, as verified, and this after it.',
				})
				.exactOptional(),
			ttl: z
				.int({ error: 'a whole number of seconds' })
				.min(LIMITS.minimumTtl, `at least ${String(LIMITS.minimumTtl)} seconds`)
				.meta({
					description:
						'Seconds that the session lives. Cut to the broker’s maximum, never refused for being long.',
				})
				.exactOptional(),
			callback_url: callbackUrl(
				'Where the broker calls when the session is decided or its time is up. https, unless the configuration allows the host.',
			).exactOptional(),
			callback_acknowledges: acknowledges(),
			callback_events: callbackEvents(),
			allowed_hosts: listOf(
				z
					.string({ error: 'a host name' })
					.check(atMost(LIMITS.hostName + 16, 'a host name'))
					.regex(HOST, 'a host name')
					.meta({ description: 'A host name, with a port where it matters; `*.` for every host below.' }),
				0,
				LIMITS.allowedHosts,
			)
				.meta({
					description:
						'Extension. Hosts that the credential will be sent to; shown to the person. The agent has to keep that promise.',
				})
				.exactOptional(),
			agent_state: z
				.string({ error: 'a string' })
				.refine((value) => value.isWellFormed(), 'well-formed Unicode')
				.refine(
					(value) => Buffer.byteLength(value) <= LIMITS.agentState,
					`at most ${String(LIMITS.agentState)} bytes`,
				)
				.meta({
					description: `Extension. Text of at most ${String(LIMITS.agentState)} bytes in UTF-8 that the broker keeps for the agent with the session, and gives back at \`agent-state\`.`,
				})
				.exactOptional(),
			poll_token_hash: z
				.string({ error: 'a SHA-256 in hexadecimal' })
				.regex(SHA256_HEX, 'a SHA-256 in lower-case hexadecimal, 64 characters')
				.meta({
					description:
						'Extension. SHA-256 of a poll token that the agent made itself (`pt_` and base64url of 32 bytes). The reply then has no `poll_token`.',
				})
				.exactOptional(),
		},
		{ error: 'a JSON object' },
	)
	.refine((value) => formsIn(value) === 1, {
		path: ['template'],
		error: ({ input }) =>
			`exactly one of template, fields and a sign-in, ${String(formsIn(input as object))} were given`,
		when: whenObject,
	})
	.meta({
		id: 'CreateSessionRequest',
		description:
			'What the agent asks for: exactly one of `template`, `fields` and a sign-in, and who asks and why. Texts are trimmed, and their length is counted in UTF-16 code units. Members that are not named here are ignored.',
		oneOf: [
			{ required: ['template'] },
			{ required: ['fields'] },
			{
				anyOf: [
					{ required: ['oauth_provider'] },
					{ required: ['oauth_authorization_endpoint'] },
					{ required: ['custom_authorize_url'] },
				],
			},
		],
	});

/** A checked {@link createSessionSchema} body. */
export type CreateSessionInput = z.output<typeof createSessionSchema>;

/** Body of `PATCH /v1/sessions/{id}`. */
export const callbackSchema = z
	.object(
		{
			callback_url: callbackUrl('The address to call. https, unless the configuration allows the host.'),
			callback_secret: z
				.string({ error: 'a callback secret' })
				.meta({
					description:
						'A secret that the agent made itself, `cs_` and base64url of 32 bytes, so that it need not be stored.',
				})
				.exactOptional(),
			callback_acknowledges: acknowledges(),
			callback_events: callbackEvents(),
		},
		{ error: 'a JSON object' },
	)
	.meta({ id: 'CallbackRequest', description: 'Where to call. Replaces what was there.' });

/** A checked {@link callbackSchema} body. */
export type CallbackInput = z.output<typeof callbackSchema>;

/** Body of `POST /v1/connect/resolve`. */
export const resolveSchema = z
	.object(
		{
			user_code: z
				.string({ error: 'the user code' })
				.check(atMost(64, 'a user code'))
				.meta({ description: 'Case, spaces and hyphens do not matter; O is read as 0, I and L as 1.' }),
		},
		{ error: 'a JSON object' },
	)
	.meta({ id: 'ResolveRequest', description: 'A code as it was typed.' });

/** Body of `POST /v1/connect/{code}/complete`. */
export const completeSchema = z
	.object(
		{
			ciphertext: z
				.string({ error: 'the envelope, a base64 string' })
				.check(atLeast(1, 'the envelope'))
				.meta({
					description:
						'Base64 of JSON with `wrapped_key`, `iv` and `ciphertext`, each standard base64. At most 64 KiB of plaintext, 1 MiB where the form has a `file` field.',
				}),
			algorithm: z
				.string({ error: 'the name of the algorithm' })
				.meta({ description: 'The protocol’s one algorithm: `RSA-OAEP-256+AES-256-GCM`.' }),
			connect_token: connectToken('What confirming gave. A call without it is 403.'),
		},
		{ error: 'a JSON object' },
	)
	.meta({ id: 'CompleteRequest', description: 'The envelope.' });

/** A checked {@link completeSchema} body. */
export type CompleteInput = z.output<typeof completeSchema>;

/** Body of `POST /v1/connect/{code}/deny`, which may be empty. */
export const denySchema = z
	.object(
		{
			connect_token: connectToken('What confirming gave; required once the code was confirmed.'),
			reason: text(
				0,
				LIMITS.denyReason,
				'Why, for the agent. `reported` says that the person does not just decline, but warns of the request.',
				NO_CONTROLS_BUT_LINES,
			).exactOptional(),
		},
		{ error: 'a JSON object' },
	)
	.meta({ id: 'DenyRequest', description: 'May be left out altogether.' });

/** A checked {@link denySchema} body. */
export type DenyInput = z.output<typeof denySchema>;

/** Body of `POST /v1/oauth/return`. */
export const signInReturnSchema = z
	.object(
		{
			state: printable(LIMITS.oauthState, 'the state', 'What came back with the sign-in.'),
		},
		{ error: 'a JSON object' },
	)
	.meta({ id: 'SignInReturnRequest', description: 'Which sign-in has come back.' });

/** Body of `POST /v1/oauth/redeem`. */
export const redeemSchema = z
	.object(
		{
			state: printable(LIMITS.oauthState, 'the state', 'What came back with the sign-in.'),
			code: printable(LIMITS.oauthCode, 'the code', 'The authorization code.'),
			iss: printable(
				LIMITS.oauthEndpoint,
				'the issuer',
				'Who answered, where the provider says so (RFC 9207).',
			).exactOptional(),
		},
		{ error: 'a JSON object' },
	)
	.meta({ id: 'RedeemRequest', description: 'What the provider has answered.' });

/** A checked {@link redeemSchema} body. */
export type RedeemInput = z.output<typeof redeemSchema>;

/** How many kinds of form a request has: it should be one. */
function formsIn(request: object): number {
	const given = request as Readonly<Record<string, unknown>>;
	return FORMS.filter((form) => (form === 'a sign-in' ? asksForSignIn(given) : given[form] !== undefined))
		.length;
}
