import * as z from 'zod';
import { LIMITS } from '../../protocol/limits';
import { FIELD_TYPES } from '../../protocol/templates';
import { atLeast, atMost } from './length-checks';

/*
 * The schemas that guard every body. Messages complete the sentence "member: expected …". Members that are not
 * named here are ignored, as the protocol asks.
 */

const NO_CONTROLS = /^[^\p{Cc}]*$/u;
const NO_CONTROLS_BUT_LINES = /^(?:[^\p{Cc}]|[\n\r\t])*$/u;
const HOST =
	/^(?:https?:\/\/)?(?:\*\.)?(?:[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;
const SHA256_HEX = /^[0-9a-f]{64}$/;

function text(minimum: number, maximum: number, allowed = NO_CONTROLS) {
	const expected =
		minimum === 0
			? `text of at most ${String(maximum)} characters`
			: `text of ${String(minimum)} to ${String(maximum)} characters`;
	return z
		.string({ error: expected })
		.refine((value) => value.isWellFormed(), 'well-formed Unicode')
		.regex(allowed, `${expected}, without control characters`)
		.transform((value) => value.trim())
		.pipe(z.string().min(minimum, expected).max(maximum, expected));
}

const flag = z.boolean({ error: 'true or false' });

function wholeNumber(minimum: number, maximum: number) {
	const expected = `a whole number from ${String(minimum)} to ${String(maximum)}`;
	return z.int({ error: expected }).min(minimum, expected).max(maximum, expected);
}

function listOf<Schema extends z.ZodType>(item: Schema, minimum: number, maximum: number) {
	const expected = `an array of ${String(minimum)} to ${String(maximum)} entries`;
	return z.array(item, { error: expected }).check(atLeast(minimum, expected), atMost(maximum, expected));
}

const field = z
	.object(
		{
			name: z
				.string({ error: 'a name' })
				.regex(
					/^[A-Za-z][A-Za-z0-9_.-]*$/,
					'a name of letters, digits, "_", "." and "-" that begins with a letter',
				)
				.check(atMost(LIMITS.fieldName, `a name of at most ${String(LIMITS.fieldName)} characters`)),
			label: text(1, LIMITS.fieldLabel),
			type: z.enum(FIELD_TYPES, { error: `one of ${FIELD_TYPES.join(', ')}` }),
			required: flag.exactOptional(),
			options: listOf(text(1, LIMITS.fieldOption), 1, LIMITS.fieldOptions).exactOptional(),
			placeholder: text(0, LIMITS.fieldPlaceholder).exactOptional(),
			help: text(0, LIMITS.fieldHelp, NO_CONTROLS_BUT_LINES).exactOptional(),
			pattern: z
				.string({ error: 'a regular expression' })
				.check(
					atMost(
						LIMITS.fieldPattern,
						`a regular expression of at most ${String(LIMITS.fieldPattern)} characters`,
					),
				)
				.refine(isPattern, 'a regular expression as HTML has it')
				.exactOptional(),
			max_length: wholeNumber(1, LIMITS.plaintextWithFiles).exactOptional(),
		},
		{ error: 'an object' },
	)
	.superRefine((value, context) => {
		if (value.type === 'select' && !value.options) {
			context.addIssue({ code: 'custom', path: ['options'], message: 'the choices of the select' });
		}
	});

/** The fields of a form, as agents ask for them and as operators configure them. */
export const fieldsSchema = listOf(field, 1, LIMITS.fields).superRefine((list, context) => {
	list.forEach((each, at) => {
		if (list.findIndex((other) => other.name === each.name) !== at) {
			context.addIssue({ code: 'custom', path: [at, 'name'], message: 'a name that no other field has' });
		}
	});
});

const publicKey = z
	.string({ error: 'an RSA public key, base64 of DER SubjectPublicKeyInfo or PEM' })
	.check(atLeast(1, 'an RSA public key'), atMost(8_192, 'an RSA public key of at most 8192 bits'));

/** Body of `POST /v1/sessions`. */
export const createSessionSchema = z
	.object(
		{
			public_key: publicKey,
			template: z.string({ error: 'the name of a template' }).exactOptional(),
			fields: fieldsSchema.exactOptional(),
			oauth_provider: z.string({ error: 'the name of a provider' }).exactOptional(),
			display_name: text(1, LIMITS.displayName).exactOptional(),
			reason: text(0, LIMITS.reason, NO_CONTROLS_BUT_LINES).exactOptional(),
			requester: z
				.object(
					{ name: text(1, LIMITS.requesterName), detail: text(0, LIMITS.requesterDetail).exactOptional() },
					{ error: 'an object with a name' },
				)
				.exactOptional(),
			ttl: z
				.int({ error: 'a whole number of seconds' })
				.min(LIMITS.minimumTtl, `at least ${String(LIMITS.minimumTtl)} seconds`)
				.exactOptional(),
			callback_url: z
				.string({ error: 'an address' })
				.check(atMost(2_048, 'an address of at most 2048 characters'))
				.exactOptional(),
			callback_acknowledges: z.boolean({ error: 'true or false' }).exactOptional(),
			allowed_hosts: listOf(
				z
					.string({ error: 'a host name' })
					.check(atMost(LIMITS.hostName + 16, 'a host name'))
					.regex(HOST, 'a host name'),
				0,
				LIMITS.allowedHosts,
			).exactOptional(),
			agent_state: z
				.string({ error: 'a string' })
				.refine((value) => value.isWellFormed(), 'well-formed Unicode')
				.refine(
					(value) => Buffer.byteLength(value) <= LIMITS.agentState,
					`at most ${String(LIMITS.agentState)} bytes`,
				)
				.exactOptional(),
			poll_token_hash: z
				.string({ error: 'a SHA-256 in hexadecimal' })
				.regex(SHA256_HEX, 'a SHA-256 in lower-case hexadecimal, 64 characters')
				.exactOptional(),
		},
		{ error: 'a JSON object' },
	)
	.superRefine((value, context) => {
		const given = [value.template, value.fields, value.oauth_provider].filter((each) => each !== undefined);
		if (given.length !== 1) {
			const message = `exactly one of template, fields and oauth_provider, ${String(given.length)} were given`;
			context.addIssue({ code: 'custom', path: ['template'], message });
		}
	});

/** A checked {@link createSessionSchema} body. */
export type CreateSessionInput = z.output<typeof createSessionSchema>;

/** Body of `PATCH /v1/sessions/{id}`. */
export const callbackSchema = z.object(
	{
		callback_url: z
			.string({ error: 'an address' })
			.check(atMost(2_048, 'an address of at most 2048 characters')),
		callback_secret: z.string({ error: 'a callback secret' }).exactOptional(),
		callback_acknowledges: z.boolean({ error: 'true or false' }).exactOptional(),
	},
	{ error: 'a JSON object' },
);

/** A checked {@link callbackSchema} body. */
export type CallbackInput = z.output<typeof callbackSchema>;

/** Body of `POST /v1/connect/resolve`. */
export const resolveSchema = z.object(
	{ user_code: z.string({ error: 'the user code' }).check(atMost(64, 'a user code')) },
	{ error: 'a JSON object' },
);

/** Body of `POST /v1/connect/{code}/complete`. */
export const completeSchema = z.object(
	{
		ciphertext: z.string({ error: 'the envelope, a base64 string' }).check(atLeast(1, 'the envelope')),
		algorithm: z.string({ error: 'the name of the algorithm' }),
		connect_token: z.string({ error: 'the connect token' }).exactOptional(),
	},
	{ error: 'a JSON object' },
);

/** A checked {@link completeSchema} body. */
export type CompleteInput = z.output<typeof completeSchema>;

/** Body of `POST /v1/connect/{code}/deny`, which may be empty. */
export const denySchema = z.object(
	{
		connect_token: z.string({ error: 'the connect token' }).exactOptional(),
		reason: text(0, LIMITS.denyReason, NO_CONTROLS_BUT_LINES).exactOptional(),
	},
	{ error: 'a JSON object' },
);

/** A checked {@link denySchema} body. */
export type DenyInput = z.output<typeof denySchema>;

function isPattern(source: string): boolean {
	try {
		new RegExp(`^(?:${source})$`, 'v');
		return true;
	} catch {
		return false;
	}
}
