import * as z from 'zod';
import { ENVELOPE_ALGORITHM } from '../../protocol/envelope';
import { ERROR_CODES, type ErrorCode } from '../../protocol/error-codes';
import { LIMITS } from '../../protocol/limits';
import { SLOW_DOWN_TYPE } from '../../protocol/messages';
import type {
	AgentStateReply,
	CallbackReply,
	ConfirmReply,
	CreateSessionReply,
	FaultyMember,
	LinkUse,
	PollReply,
	Problem,
	RequesterInfo,
	ScopeInfo,
	SecurityInfo,
	SessionEnd,
	SessionInfo,
	SignInInfo,
	SignInReturnReply,
} from '../../protocol/messages';
import { FIELD_TYPES, type FieldDefinition } from '../../protocol/templates';
import { OAUTH_ERRORS, type OAuthErrorReply } from '../http/oauth-errors';

/*
 * Schemas of what the broker answers, for the OpenAPI document alone: the broker itself does not load them. The compiler
 * holds each against the message's type: a member too many, too few or of another kind does not build.
 */

/** A schema for every member of a message. */
type MembersOf<Message> = { readonly [Name in keyof Message]-?: z.ZodType<Message[Name]> };

const token = (prefix: string, description: string) =>
	z
		.string()
		.regex(new RegExp(`^${prefix}_[A-Za-z0-9_-]{43}$`))
		.describe(description);
const time = (description: string) => z.string().meta({ description, format: 'date-time' });
const seconds = (description: string) => z.int().positive().describe(description);
const address = (description: string) => z.string().meta({ description, format: 'uri' });
const userCode = z
	.string()
	.regex(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
	.describe('The user code, as it is shown.');
const expiresAt = time('When the session’s time is up, UTC.');
const ciphertext = z.base64().describe('The envelope.');
const algorithm = z.literal(ENVELOPE_ALGORITHM).describe('How the envelope was made.');

const answerSeconds = seconds(
	'Extension. Seconds that the person has from confirming to answering, at most; after that the session is over.',
);
const openedAt = time('Extension. When somebody looked at the request for the first time.').exactOptional();
const confirmedAt = time('Extension. When the code was confirmed.').exactOptional();

const createSessionReply = z.object({
	session_id: z
		.string()
		.regex(/^[0-9a-f]{64}$/)
		.describe('SHA-256 of the user code without its hyphen, in hexadecimal.'),
	user_code: userCode,
	code: userCode.describe('The same as `user_code`.'),
	verification_uri: address('Where codes are typed.'),
	verification_uri_complete: address(
		'The link for the person. Left out where the broker wants codes typed.',
	).exactOptional(),
	url: address(
		'The link to send: `verification_uri_complete`, or `verification_uri` where that is left out.',
	),
	poll_token: token(
		'pt',
		'The agent’s secret for this session. Left out where the agent brought its own.',
	).exactOptional(),
	expires_at: expiresAt,
	expires_in: seconds('Seconds that the session lives.'),
	interval: seconds('Seconds to keep between polls that do not wait.'),
	callback_secret: token(
		'cs',
		'Keys the signatures of the calls. Given where a `callback_url` was.',
	).exactOptional(),
	code_expires_in: seconds(
		'Extension. Seconds in which the code alone opens the request; after that only its link does. Left out where that is as long as the request lives.',
	).exactOptional(),
	answer_seconds: answerSeconds.exactOptional(),
} satisfies MembersOf<CreateSessionReply>);

const pollReply = z.discriminatedUnion('status', [
	z.object({
		status: z.enum(['pending', 'confirmed']).describe('The session waits for the person.'),
		expires_at: expiresAt,
		interval: seconds('Seconds to keep until the next poll that does not wait.'),
		opened_at: openedAt,
		confirmed_at: confirmedAt,
	}),
	z.object({
		status: z.literal('ready').describe('The person has answered. This poll has collected the envelope.'),
		expires_at: expiresAt,
		ciphertext,
		algorithm,
		opened_at: openedAt,
		confirmed_at: confirmedAt,
	}),
	z.object({
		status: z.literal('consumed').describe('The envelope was collected before.'),
		expires_at: expiresAt,
		opened_at: openedAt,
		confirmed_at: confirmedAt,
	}),
	z.object({
		status: z.literal('denied').describe('The person declined.'),
		expires_at: expiresAt,
		reason: z
			.string()
			.describe('Why, where the person said so. `reported` where they warned of the request.')
			.exactOptional(),
		opened_at: openedAt,
		confirmed_at: confirmedAt,
	}),
]) satisfies z.ZodType<PollReply>;

const callbackReply = z.object({
	callback_secret: token('cs', 'Keys the signatures of the calls.'),
	reachable: z.boolean().describe('Whether the broker could open a connection to the address just now.'),
} satisfies MembersOf<CallbackReply>);

const agentStateReply = z.object({
	agent_state: z.string().describe('What the agent left when it created the session.'),
} satisfies MembersOf<AgentStateReply>);

const field = z.object({
	name: z.string().describe('The member of the credential that holds the value.'),
	label: z.string().describe('What the person reads above the field.'),
	type: z.enum(FIELD_TYPES).describe('What kind of input it is.'),
	required: z
		.boolean()
		.describe('Whether it has to be filled in; `true` where it is left out.')
		.exactOptional(),
	options: z.array(z.string()).describe('The choices of a `select`.').exactOptional(),
	placeholder: z.string().describe('Shown in the empty field.').exactOptional(),
	help: z.string().describe('A sentence below the field.').exactOptional(),
	pattern: z.string().describe('A regular expression that the whole value must match.').exactOptional(),
	max_length: z
		.int()
		.positive()
		.describe('The longest value, in characters; for a `file` in bytes.')
		.exactOptional(),
} satisfies MembersOf<FieldDefinition>);

const security = z
	.object({
		secure: z.boolean().describe('Whether it is safe to enter anything.'),
		mode: z.enum(['production', 'development', 'insecure']).describe('How people reach the broker.'),
		message: z.string().describe('A sentence for the person.').exactOptional(),
	} satisfies MembersOf<SecurityInfo>)
	.describe('What the page says about how it is reached.');

const requester = z
	.object({
		name: z.string().describe('Name of who asks.'),
		detail: z.string().describe('More about who asks.').exactOptional(),
		verified: z.boolean().describe('Whether the name is that of the API key.'),
	} satisfies MembersOf<RequesterInfo>)
	.describe('Who asks.');

const scopeInfo = z
	.object({
		scope: z.string().describe('The scope; or, as `name=value`, another parameter that may ask for more.'),
		text: z.string().describe('What it allows, in English, where that is known.').exactOptional(),
	} satisfies MembersOf<ScopeInfo>)
	.describe('One of them.');

const signInInfo = z
	.object({
		redeemed_by: z
			.enum(['agent', 'broker'])
			.describe(
				'Who exchanges the code for tokens: the agent, so that nobody else ever has them, or the broker.',
			),
		provider_name: z.string().describe('The provider, where its own address is gone to; otherwise the host.'),
		host: z.string().describe('Where the person is sent, with a port that is not the usual one.'),
		scopes: z.array(scopeInfo).describe('What is asked for.'),
		authorization_endpoint: address(
			'Extension. Where the agent redeems: the address that the person is sent to, to which `parameters` are added.',
		).exactOptional(),
		parameters: z
			.record(z.string(), z.string())
			.describe(
				'Extension. What the page adds to it, beside `state`. Left out where the address is used as it is.',
			)
			.exactOptional(),
		issuer: z.string().describe('Extension. What `iss` of the answer has to be (RFC 9207).').exactOptional(),
		iss_required: z.boolean().describe('Extension. Whether there has to be one.').exactOptional(),
		capture: z
			.array(z.string())
			.describe(
				'Parameters of the answer that are encrypted for the agent; `code`, `state` and `iss` where left out.',
			)
			.exactOptional(),
		state: z.string().describe('The `state` that the agent has chosen.').exactOptional(),
	} satisfies MembersOf<SignInInfo>)
	.describe('With `template_type` `oauth`: the sign-in.');

const sessionInfo = z.object({
	status: z.literal('pending').describe('Sessions in any other state are 404.'),
	display_name: z.string().describe('What is being connected.'),
	template_type: z.enum(['form', 'oauth']).describe('How the credential is given: a form, or a sign-in.'),
	code: userCode,
	fields: z.array(field).describe('The form.'),
	public_key: z.base64().describe('What to encrypt to: base64 of DER SubjectPublicKeyInfo.'),
	expires_at: expiresAt,
	expires_in: seconds(
		'Seconds left by the broker’s clock; of a session with a long link that was asked for by its code alone, until the code opens it no longer.',
	),
	answer_seconds: answerSeconds.exactOptional(),
	security,
	requester: requester.exactOptional(),
	reason: z.string().describe('Why it is asked for.').exactOptional(),
	allowed_hosts: z.array(z.string()).describe('Hosts that the credential will be sent to.').exactOptional(),
	oauth_provider: z.string().describe('The id of the provider, where the agent gave one.').exactOptional(),
	oauth_scopes: z.array(z.string()).describe('With `oauth`: what is asked for.').exactOptional(),
	oauth: signInInfo.exactOptional(),
} satisfies MembersOf<SessionInfo>);

const confirmReply = z.object({
	connect_token: token('ct', 'Proves that this browser confirmed. Given to one caller.'),
	expires_in: seconds('Extension. Seconds left to answer, by the broker’s clock.').exactOptional(),
} satisfies MembersOf<ConfirmReply>);

const signInReturnReply = z.object({
	link: z.string().describe('What the link of the session ends with.'),
	connect_token: token('ct', 'Proves that this browser confirmed.'),
	expires_in: z.int().min(0).describe('Seconds left to answer, by the broker’s clock.'),
	session: z.object(sessionInfo.shape).describe('The session, as a look-up shows it.'),
} satisfies MembersOf<SignInReturnReply>);

const providersReply = z.object({
	providers: z
		.array(
			z
				.object({
					id: z.string().describe('What to ask by: `oauth_provider`.'),
					name: z.string().describe('What people know it by.'),
					scopes: z.array(z.string()).describe('What is asked for where the agent does not say.'),
				})
				.describe('One of them.'),
		)
		.describe('In the order in which they are configured.'),
});

const oauthText = (description: string) => z.string().describe(description);

const deviceAuthorizationReply = z.object({
	device_code: oauthText('What to wait with; a secret of the client.'),
	user_code: userCode,
	verification_uri: address('Where codes are typed.'),
	verification_uri_complete: address(
		'The link for the person. Pin the key in it before it is sent: `#k=` and the base64url SHA-256 of the public key. Left out where the broker wants codes typed.',
	).exactOptional(),
	expires_in: seconds('Seconds that the device code lives.'),
	interval: seconds('Seconds to keep between calls of the token endpoint.'),
});

const deviceTokenReply = z.object({
	access_token: ciphertext,
	token_type: z
		.literal('Bearer')
		.describe('As clients want it; what it is sent to opens it, and nobody else.'),
	algorithm,
});

const authorizationServerMetadata = z.object({
	issuer: address('The address by which people reach the broker.'),
	device_authorization_endpoint: address('Where a client asks for a credential.'),
	token_endpoint: address('Where it waits for the answer.'),
	grant_types_supported: z.array(z.string()).describe('The device flow.'),
	response_types_supported: z.array(z.string()).describe('None: there is no authorization endpoint.'),
	token_endpoint_auth_methods_supported: z.array(z.string()).describe('How an API key is shown.'),
});

const oauthError = z
	.object({
		error: z.enum(OAUTH_ERRORS).describe('RFC 6749 section 5.2 and RFC 8628 section 3.5.'),
		error_description: oauthText('Which input is at fault and what was expected. Never repeats a value.'),
		interval: seconds('Seconds to keep between calls from now on.').exactOptional(),
	} satisfies MembersOf<OAuthErrorReply>)
	.describe('An error as OAuth clients read it.');

const authReply = z.object({
	status: z.literal('ok').describe('The key is right, or none is needed.'),
	name: z.string().describe('What the operator calls the key.').exactOptional(),
});

const discoveryReply = z.object({
	issuer: address('The address by which people reach the broker.'),
	session_endpoint: address('Where sessions are created.'),
	verification_uri: address('Where codes are typed.'),
	algorithms_supported: z.array(z.string()).describe('Envelopes that the broker passes on.'),
	extensions_supported: z.array(z.string()).describe('Which of the extensions an agent may rely on.'),
});

const readyReply = z.object({
	status: z.literal('ready').describe('It serves.'),
	store: z
		.object({
			latency_ms: z.number().describe('Milliseconds that the store took to answer.'),
			full: z
				.boolean()
				.describe(
					'Whether new sessions are refused, because the room that is left belongs to those that wait.',
				),
		})
		.describe('How the store is.'),
});

const healthReply = z.object({ status: z.literal('ok').describe('The process lives.') });

const callbackMessage = z.discriminatedUnion('status', [
	z.object({
		session_id: z.string().describe('Which session.'),
		status: z
			.literal('opened')
			.describe('Somebody looked at the request for the first time. Called where `callback_events` has it.'),
		opened_at: time('When.'),
	}),
	z.object({
		session_id: z.string().describe('Which session.'),
		status: z.literal('ready').describe('The person has answered.'),
		ciphertext,
		algorithm,
	}),
	z.object({
		session_id: z.string().describe('Which session.'),
		status: z.literal('denied').describe('The person declined.'),
		reason: z.string().describe('Why, where the person said so.').exactOptional(),
	}),
	z.object({
		session_id: z.string().describe('Which session.'),
		status: z.literal('expired').describe('The session’s time was up.'),
	}),
]);

const faultyMember = z.object({
	detail: z.string().describe('What was expected of it. Never repeats a value.'),
	pointer: z
		.string()
		.describe('Which member: a JSON Pointer in a URI fragment, such as `#/fields/0/name` (RFC 6901).'),
} satisfies MembersOf<FaultyMember>);

const sessionEnd = z
	.object({
		state: z
			.enum(['expired', 'collected', 'declined', 'reported', 'cancelled'])
			.describe('`expired` also where the answer was not collected in time.'),
		at: time('When.'),
		opened_at: openedAt,
		confirmed_at: confirmedAt,
	} satisfies MembersOf<SessionEnd>)
	.describe('With `session_ended`: how the session ended. Told for a day.');

const linkUse = z
	.object({
		state: z
			.enum(['confirmed', 'answered', 'declined', 'expired', 'cancelled'])
			.describe('`confirmed`: another browser has confirmed, and may still answer.'),
		at: time('When.'),
	} satisfies MembersOf<LinkUse>)
	.describe('With `link_used`: why the link does not open any more.');

const problem = z
	.object({
		type: z
			.enum(['about:blank', SLOW_DOWN_TYPE])
			.describe('The kind of problem; that of RFC 8628 for `slow_down`.'),
		title: z.string().describe('The same for every problem with this code.'),
		status: z.int().min(400).max(599).describe('The HTTP status.'),
		detail: z.string().describe('Which input is at fault and what was expected. Never repeats a value.'),
		code: z.enum(Object.keys(ERROR_CODES) as ErrorCode[]).describe('Stable: branch on it.'),
		error: z.literal('slow_down').describe('With `slow_down`: the error of RFC 8628.').exactOptional(),
		interval: z
			.int()
			.min(1)
			.max(LIMITS.maximumInterval)
			.describe('With `slow_down`: seconds to keep between polls from now on.')
			.exactOptional(),
		errors: z
			.array(faultyMember.describe('One of them.'))
			.describe('Where members of the body are at fault: each of them.')
			.exactOptional(),
		ended: sessionEnd.exactOptional(),
		link: linkUse.exactOptional(),
	} satisfies MembersOf<Problem>)
	.describe('A problem document (RFC 9457).');

/** Every reply, by its name among the document's schemas. */
export const REPLIES = {
	CreateSessionReply: createSessionReply,
	PollReply: pollReply,
	CallbackReply: callbackReply,
	AgentStateReply: agentStateReply,
	SessionInfo: sessionInfo,
	ConfirmReply: confirmReply,
	SignInReturnReply: signInReturnReply,
	ProvidersReply: providersReply,
	DeviceAuthorizationReply: deviceAuthorizationReply,
	DeviceTokenReply: deviceTokenReply,
	AuthorizationServerMetadata: authorizationServerMetadata,
	OAuthError: oauthError,
	AuthReply: authReply,
	DiscoveryReply: discoveryReply,
	ReadyReply: readyReply,
	HealthReply: healthReply,
	CallbackMessage: callbackMessage,
	Problem: problem,
};

/** Name of one of {@link REPLIES}. */
export type ReplyName = keyof typeof REPLIES;
