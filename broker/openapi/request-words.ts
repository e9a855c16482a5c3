/*
 * What the members of requests mean, by their path. What they accept stands in the guards' schemas, and is not said
 * here again.
 */

const ACKNOWLEDGES =
	'Extension. That the receiver repeats `X-LinkAuth-Delivery-Id` in its answer. A 2xx without it is then not the receiver’s own, but that of a server that is starting or of a proxy, and the call is tried again.';

const FIELD = {
	'fields[]': 'One field of the form.',
	'fields[].name': 'The member of the credential that holds the value. No two fields have the same.',
	'fields[].label': 'What the person reads above the field.',
	'fields[].type': 'What kind of input it is. `file` and `otp` are extensions.',
	'fields[].required': 'Whether it has to be filled in; `true` where it is left out.',
	'fields[].options': 'The choices, required for a `select`.',
	'fields[].options[]': 'One choice.',
	'fields[].placeholder': 'Shown in the empty field.',
	'fields[].help': 'A sentence below the field. May have line breaks.',
	'fields[].pattern':
		'A regular expression as the HTML attribute of this name has it, which the whole value must match.',
	'fields[].max_length': 'The longest value, in characters; for a `file` in bytes.',
};

/** For `POST /v1/sessions`. */
export const CREATE_SESSION_WORDS: Readonly<Record<string, string>> = {
	'': 'What the agent asks for: exactly one of `template` and `fields`, and who asks and why. Texts are trimmed, and their length is counted in UTF-16 code units. Members that are not named here are ignored.',
	public_key:
		'The RSA public key to encrypt to: SubjectPublicKeyInfo, as base64 of DER or as PEM; 2048 to 8192 bits, an odd exponent of 3 or more.',
	template: 'Name of a built-in template, or of one that the operator configured.',
	fields: 'The form, instead of a template.',
	...FIELD,
	oauth_provider: 'Reserved for OAuth, which is not there yet: a request that names a provider is refused.',
	display_name: 'What is being connected, such as the name of a service.',
	reason: 'Extension. Why it is asked for; shown to the person. May have line breaks.',
	requester:
		'Extension. Who asks, in the agent’s own words. Shown as not verified; where the API key has a name, that is shown, as verified, and this after it.',
	'requester.name': 'Name of who asks.',
	'requester.detail': 'More about who asks.',
	ttl: 'Seconds that the session lives. Cut to the broker’s maximum, never refused for being long.',
	callback_url:
		'Where the broker calls when the session is decided or its time is up. https, unless the configuration allows the host.',
	callback_acknowledges: ACKNOWLEDGES,
	allowed_hosts:
		'Extension. Hosts that the credential will be sent to; shown to the person. The agent has to keep that promise.',
	'allowed_hosts[]': 'A host name, with a port where it matters; `*.` for every host below.',
	agent_state:
		'Extension. Text of at most 8192 bytes in UTF-8 that the broker keeps for the agent with the session, and gives back at `agent-state`.',
	poll_token_hash:
		'Extension. SHA-256 of a poll token that the agent made itself (`pt_` and base64url of 32 bytes). The reply then has no `poll_token`.',
};

/** For `PATCH /v1/sessions/{session_id}`. */
export const CALLBACK_WORDS: Readonly<Record<string, string>> = {
	'': 'Where to call. Replaces what was there.',
	callback_url: 'The address to call. https, unless the configuration allows the host.',
	callback_secret:
		'A secret that the agent made itself, `cs_` and base64url of 32 bytes, so that it need not be stored.',
	callback_acknowledges: ACKNOWLEDGES,
};

/** For `POST /v1/connect/resolve`. */
export const RESOLVE_WORDS: Readonly<Record<string, string>> = {
	'': 'A code as it was typed.',
	user_code: 'Case, spaces and hyphens do not matter; O is read as 0, I and L as 1.',
};

/** For `POST /v1/connect/{code}/complete`. */
export const COMPLETE_WORDS: Readonly<Record<string, string>> = {
	'': 'The envelope.',
	ciphertext:
		'Base64 of JSON with `wrapped_key`, `iv` and `ciphertext`, each standard base64. At most 64 KiB of plaintext, 1 MiB where the form has a `file` field.',
	algorithm: 'The protocol’s one algorithm: `RSA-OAEP-256+AES-256-GCM`.',
	connect_token: 'What confirming gave. A call without it is 403.',
};

/** For `POST /v1/connect/{code}/deny`. */
export const DENY_WORDS: Readonly<Record<string, string>> = {
	'': 'May be left out altogether.',
	connect_token: 'What confirming gave; required once the code was confirmed.',
	reason:
		'Why, for the agent. `reported` says that the person does not just decline, but warns of the request.',
};
