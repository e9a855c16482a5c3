import { isIP } from 'node:net';
import * as z from 'zod';
import { makeApiKey, type ApiKey } from '../keys/api-key';
import { isHostEntry, isHostPattern } from '../keys/host-entry';
import { parseStoreLocation, type StoreLocation } from '../storage/store-location';

/** Characters of an API key: shorter ones can be guessed. */
const SHORTEST_KEY = 16;
const NAMED_KEY = /^([A-Za-z0-9][A-Za-z0-9 ._-]{0,63}):(.+)$/;

/** A whole number between two bounds, both allowed. */
export function wholeNumber(minimum: number, maximum: number) {
	const expected = `a whole number from ${String(minimum)} to ${String(maximum)}`;
	return z
		.string()
		.regex(/^\d+$/, expected)
		.transform(Number)
		.pipe(z.number({ error: expected }).min(minimum, expected).max(maximum, expected));
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
	return z.enum(words, { error: `one of ${words.join(', ')}` });
}

/** `on` or `off`. */
export const onOrOff = oneOf(['on', 'off']).transform((word) => word === 'on');

/** An http or https origin with an optional path; given back without a trailing slash. */
export const baseUrl = z.string().transform((text, context) => {
	const url = URL.parse(text);
	if (!url || !['http:', 'https:'].includes(url.protocol) || url.search || url.hash || url.username) {
		context.addIssue({
			code: 'custom',
			message: 'an http:// or https:// address without query, fragment or password',
		});
		return z.NEVER;
	}
	return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
});

/** `memory:`, or where a Redis is. */
export const storeLocation = z.string().transform((text, context): StoreLocation => {
	const location = parseStoreLocation(text);
	if (location) return location;
	context.addIssue({
		code: 'custom',
		message:
			'memory:, redis://host:port, redis+sentinel://host:port,host:port/master or redis+cluster://host:port,host:port (rediss for TLS)',
	});
	return z.NEVER;
});

/**
 * Keys separated by commas, each `key` or `name:key`, the key itself or `sha256:` and its hash. Several keys of one name
 * are one caller's, so that a key can be replaced.
 */
export const apiKeys = z.string().transform((text, context): readonly ApiKey[] => {
	const entries = listed(text).map(splitEntry);
	const short = entries.flatMap(({ name, key }, at) =>
		key.length < SHORTEST_KEY ? [name === undefined ? `entry ${String(at + 1)}` : `"${name}"`] : [],
	);
	if (short.length > 0)
		fault(
			context,
			`keys of at least ${String(SHORTEST_KEY)} characters, and these are shorter: ${short.join(', ')}`,
		);
	const keys = entries.map(({ name, key }) => makeApiKey(key, name));
	if (firstRepeated(keys.map((key) => key.hash.toString('hex'))) !== undefined)
		fault(context, 'each key once');
	return keys;
});

/** Hosts separated by commas, each `host` or `host:port`. */
export const hosts = z.string().transform((text, context): readonly string[] => {
	const entries = listed(text);
	if (!entries.every(isHostEntry))
		fault(context, 'hosts like n8n.internal or n8n.internal:5678, separated by commas');
	return entries;
});

/** Hosts separated by commas, each `host`, `host:port`, or either behind `*.`. */
export const hostPatterns = z.string().transform((text, context): readonly string[] => {
	const entries = listed(text);
	if (!entries.every(isHostPattern))
		fault(context, 'hosts like login.example.com, *.example.com or localhost:9000, separated by commas');
	return entries;
});

/** Addresses and networks (CIDR) separated by commas. */
export const networks = z.string().transform((text, context): readonly string[] => {
	const entries = listed(text);
	for (const entry of entries) {
		const [address = '', prefix, ...rest] = entry.split('/');
		const family = isIP(address);
		const longest = family === 4 ? 32 : 128;
		const well = family !== 0 && rest.length === 0 && (prefix === undefined || isPrefix(prefix, longest));
		if (!well)
			fault(context, `addresses or networks like 10.0.0.0/8, separated by commas ("${entry}" is not one)`);
	}
	return entries;
});

/** `name:key`, `key`, or `sha256:` and a hash, which has no name. */
function splitEntry(entry: string): { readonly name: string | undefined; readonly key: string } {
	if (entry.startsWith('sha256:')) return { name: undefined, key: entry };
	const [, name, key = entry] = NAMED_KEY.exec(entry) ?? [];
	return { name, key };
}

function listed(text: string): string[] {
	return text
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}

function firstRepeated(values: readonly string[]): string | undefined {
	return values.find((value, at) => values.indexOf(value) !== at);
}

function isPrefix(text: string, longest: number): boolean {
	return /^\d{1,3}$/.test(text) && Number(text) <= longest;
}

function fault(context: z.RefinementCtx, message: string): void {
	context.addIssue({ code: 'custom', message });
}
