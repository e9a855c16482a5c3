import * as z from 'zod';
import { atMost } from '../schemas/checks';

/*
 * The standard front door: the forms of a device flow (RFC 8628), in which a session is asked for and its answer
 * collected by any OAuth client.
 */

/** The one grant of the token endpoint (RFC 8628 section 3.4). */
export const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** Characters of a parameter at most: the longest member of a request fits. */
const LONGEST = 64 * 1024;

function parameter(description: string, expected = 'a text') {
	return z.string({ error: expected }).check(atMost(LONGEST, expected)).meta({ description });
}

/** Members of a request that a form can hold as they are. */
const TEXTS = {
	public_key: parameter('The RSA public key to encrypt to, as in `POST /v1/sessions`.'),
	template: parameter('Name of a template. One of this, `fields` and a sign-in is needed.'),
	display_name: parameter('What is being connected.'),
	reason: parameter('Why it is asked for.'),
	agent_state: parameter('What the broker keeps for the agent.'),
	oauth_provider: parameter('A sign-in, instead of a template.'),
	oauth_client_id: parameter('The client that redeems the sign-in’s code.'),
	oauth_code_challenge: parameter('SHA-256 of its PKCE verifier, base64url.'),
	oauth_authorization_endpoint: parameter('Where people sign in, instead of the provider’s own.'),
	oauth_issuer: parameter('What `iss` has to be.'),
	oauth_response_mode: parameter('`query` or `fragment`.'),
} as const;

/** Members that a form holds as JSON. */
const JSONS = {
	fields: parameter('The form, as JSON: the array of `POST /v1/sessions`.'),
	requester: parameter('Who asks, as JSON: `{"name": …}`. The `client_id` where left out.'),
	oauth_extra_params: parameter('As JSON.'),
} as const;

/** Members that a form holds as words with spaces between them. */
const LISTS = {
	allowed_hosts: parameter('Hosts that the credential will be sent to, with spaces between them.'),
} as const;

/** Body of `POST /device_authorization` (RFC 8628 section 3.1). */
export const deviceAuthorizationSchema = z
	.object(
		{
			client_id: parameter(
				'Who asks, as the person reads it; where an API key has a name, that is shown first.',
				'the name of the client',
			),
			scope: parameter('Scopes of a sign-in, with spaces between them.').exactOptional(),
			ttl: z
				.string({ error: 'a number of seconds' })
				.regex(/^\d{1,9}$/, 'a number of seconds')
				.meta({ description: 'Seconds that the session lives.' })
				.exactOptional(),
			...optional(TEXTS),
			...optional(JSONS),
			...optional(LISTS),
		},
		{ error: 'a form' },
	)
	.meta({
		id: 'DeviceAuthorizationRequest',
		description:
			'What `POST /v1/sessions` has, as a form. Parameters without a value count as left out, and none may be given twice.',
	});

type Optional<Shape extends Readonly<Record<string, z.ZodString>>> = {
	[Name in keyof Shape]: z.ZodExactOptional<Shape[Name]>;
};

function optional<Shape extends Readonly<Record<string, z.ZodString>>>(shape: Shape): Optional<Shape> {
	return Object.fromEntries(
		Object.entries(shape).map(([name, schema]) => [name, schema.exactOptional()]),
	) as Optional<Shape>;
}

/** A checked {@link deviceAuthorizationSchema} body. */
export type DeviceAuthorizationInput = z.output<typeof deviceAuthorizationSchema>;

/** Body of `POST /token` (RFC 8628 section 3.4). */
export const deviceTokenSchema = z
	.object(
		{
			grant_type: parameter(`\`${DEVICE_CODE_GRANT}\``, `"${DEVICE_CODE_GRANT}"`),
			device_code: parameter('What the device authorization gave.', 'the device code'),
		},
		{ error: 'a form' },
	)
	.meta({ id: 'DeviceTokenRequest', description: 'Asks for the answer.' });

/**
 * The body of `POST /v1/sessions` that a form stands for, not checked yet: what is no JSON stays the text that it is, for
 * the schema to refuse.
 */
export function requestOfForm({ client_id, scope, ttl, ...form }: DeviceAuthorizationInput): unknown {
	const members = Object.entries(form).map(([name, value]) => [
		name,
		name in JSONS ? parsed(value) : name in LISTS ? words(value) : value,
	]);
	return {
		requester: { name: client_id },
		...(scope !== undefined && { oauth_scopes: words(scope) }),
		...(ttl !== undefined && { ttl: Number(ttl) }),
		...Object.fromEntries(members),
	};
}

function words(text: string): string[] {
	return text.split(/\s+/).filter((word) => word !== '');
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

/** The device code of a session: whoever has it polls and collects. */
export function deviceCodeOf(sessionId: string, pollToken: string): string {
	return `${sessionId}.${pollToken}`;
}

/** What a device code consists of; of a text that is none, what leads nowhere. */
export function partsOfDeviceCode(text: string): { readonly id: string; readonly pollToken?: string } {
	const [id = '', pollToken, ...rest] = text.split('.');
	return pollToken === undefined || rest.length > 0 ? { id: '' } : { id, pollToken };
}
