import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { isHostEntry, isHostPattern } from './host-entry';
import { makeApiKey, type ApiKey } from './api-key';

/** The API keys file cannot be used; each fault is a line, without any key. */
export class BadKeysFile extends Error {
	override readonly name = 'BadKeysFile';
	constructor(readonly faults: readonly string[]) {
		super(faults.join('; '));
	}
}

const count = (minimum: number) => {
	const expected = `a whole number of ${String(minimum)} or more`;
	return z.int({ error: expected }).min(minimum, expected);
};

const entry = z.strictObject({
	name: z
		.string({ error: 'a name' })
		.regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$/, 'a name of letters, digits, space, ".", "_" and "-"'),
	key: z
		.string({ error: 'the key, or sha256: and its SHA-256 in hexadecimal' })
		.min(16, 'a key of at least 16 characters, or sha256: and its SHA-256'),
	templates: z.array(z.string(), { error: 'a list of template names' }).optional(),
	max_ttl: count(30).optional(),
	open_sessions: count(1).optional(),
	create_limit: count(1).optional(),
	callback_hosts: z.array(z.string().refine(isHostEntry, 'a host like n8n.internal:5678')).optional(),
	oauth_hosts: z
		.array(z.string().refine(isHostPattern, 'a host like login.example.com or *.example.com'))
		.optional(),
});

const file = z.strictObject(
	{ keys: z.array(entry, { error: 'a list of keys' }) },
	{ error: 'an object with keys' },
);

/**
 * Reads the API keys file: named keys, and what each is allowed.
 * @throws BadKeysFile
 */
export function readKeysFile(path: string): readonly ApiKey[] {
	const read = file.safeParse(parse(path));
	if (!read.success) {
		throw new BadKeysFile(
			read.error.issues.map((issue) => `${issue.path.join('.')}: expected ${issue.message}`),
		);
	}
	return read.data.keys.map(toApiKey);
}

function parse(path: string): unknown {
	try {
		return JSON.parse(readFileSync(path, 'utf8'));
	} catch {
		throw new BadKeysFile([`expected a readable file of JSON at ${path}`]);
	}
}

function toApiKey(each: z.output<typeof entry>): ApiKey {
	return {
		...makeApiKey(each.key, each.name),
		...(each.templates && { templates: each.templates }),
		...(each.max_ttl !== undefined && { maxTtl: each.max_ttl }),
		...(each.open_sessions !== undefined && { openSessions: each.open_sessions }),
		...(each.create_limit !== undefined && { createLimit: each.create_limit }),
		...(each.callback_hosts && { callbackHosts: each.callback_hosts }),
		...(each.oauth_hosts && { oauthHosts: each.oauth_hosts }),
	};
}
