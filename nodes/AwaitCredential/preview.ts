import type { CredentialFields } from '../../protocol/envelope';

const LONG_ENOUGH = 20;
const SHOWN = 4;
/** What machines make: people's passwords and texts have other characters, or are named so. */
const KEY_LIKE = /^[A-Za-z0-9_\-.~+/=]+$/;
const NOT_SHOWN = /pass|pin|secret_question|private_key/i;

/**
 * The last characters of long keys and tokens, by field, so that people can tell them apart. Short values,
 * passwords and texts are left out.
 */
export function previewOf(fields: CredentialFields): Record<string, string> {
	return Object.fromEntries(
		Object.entries(fields)
			.map(([name, value]): [string, string] => [name, value.trim()])
			.filter(([name, value]) => value.length >= LONG_ENOUGH && KEY_LIKE.test(value) && !NOT_SHOWN.test(name))
			.map(([name, value]) => [name, `…${value.slice(-SHOWN)}`]),
	);
}
