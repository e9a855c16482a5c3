import type { CredentialSchema } from './credential-schema';

/** Words that mean the same in the fields of a request and in n8n's credential types, without case and punctuation. */
const SYNONYMS: readonly (readonly string[])[] = [
	[
		'apikey',
		'apitoken',
		'accesstoken',
		'token',
		'authtoken',
		'bearertoken',
		'personalaccesstoken',
		'key',
		'secret',
		'value',
	],
	['username', 'user', 'login', 'email'],
	['password', 'pass', 'passphrase'],
	['host', 'hostname', 'server'],
	['database', 'databasename', 'db'],
	['certificate', 'cert'],
];

/**
 * The property that a received field obviously means: of the same name, of the same name in another spelling
 * (`api_key`, `apiKey`), or the only one that means the same.
 * @param taken properties that have a value already
 */
export function matchingProperty(
	field: string,
	schema: CredentialSchema,
	taken: ReadonlySet<string>,
): string | undefined {
	const free = Object.keys(schema.properties).filter((name) => !taken.has(name));
	if (free.includes(field)) return field;
	const plain = plainName(field);
	const spelledAlike = free.filter((name) => plainName(name) === plain);
	if (spelledAlike.length === 1) return spelledAlike[0];
	const words = SYNONYMS.find((group) => group.includes(plain)) ?? [];
	const meantAlike = free.filter((name) => words.includes(plainName(name)));
	const required = meantAlike.filter((name) => schema.required?.includes(name));
	if (required.length === 1) return required[0];
	return meantAlike.length === 1 ? meantAlike[0] : undefined;
}

function plainName(name: string): string {
	return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
