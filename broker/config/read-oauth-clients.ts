import { isLoopback } from '../../protocol/loopback';
import { fillPlaceholders } from '../../protocol/providers/fill-placeholders';
import type { Provider } from '../../protocol/providers/provider';
import { PROVIDERS } from '../../protocol/providers/providers';
import type { BrokerClient } from '../oauth/broker-clients';

/** What is said of a client: LinkAuth's names. */
const VARIABLE = /^OAUTH_([A-Z0-9][A-Z0-9_]*?)_(CLIENT_ID|CLIENT_SECRET|ISSUER|AUTH_URL|TOKEN_URL)$/;

/** What one provider's variables hold, by the end of their names. */
type Variables = Readonly<
	Partial<Record<'CLIENT_ID' | 'CLIENT_SECRET' | 'ISSUER' | 'AUTH_URL' | 'TOKEN_URL', string>>
>;

/**
 * Reads the broker's own clients at providers: `OAUTH_{NAME}_CLIENT_ID`, `_CLIENT_SECRET`, `_ISSUER`, `_AUTH_URL` and
 * `_TOKEN_URL`. NAME is a provider's id in capitals, with `_` for `-`, or any other name of a provider of one's own.
 * @param faults gets a line for each that cannot be used, without any value
 */
export function readOAuthClients(
	environment: Readonly<Record<string, string | undefined>>,
	faults: string[],
): readonly BrokerClient[] {
	const byName = new Map<string, Record<string, string>>();
	for (const [variable, value = ''] of Object.entries(environment)) {
		const [, name, what] = VARIABLE.exec(variable) ?? [];
		if (name === undefined || what === undefined || value.trim() === '') continue;
		byName.set(name, { ...byName.get(name), [what]: value.trim() });
	}
	return [...byName].flatMap(([name, variables]) => {
		const found = faultsOf(name, variables);
		faults.push(...found.map(([what, expected]) => `OAUTH_${name}_${what}: expected ${expected}`));
		return found.length > 0 ? [] : [clientOf(name, variables)];
	});
}

function rowOf(name: string): Provider | undefined {
	return PROVIDERS.find(({ id }) => id.toUpperCase().replaceAll('-', '_') === name);
}

function faultsOf(name: string, given: Variables): readonly (readonly [what: string, expected: string])[] {
	const row = rowOf(name);
	const known = row && (isComplete(row) ? row : undefined);
	const isOwn = given.AUTH_URL !== undefined && given.TOKEN_URL !== undefined;
	const addresses = (['ISSUER', 'AUTH_URL', 'TOKEN_URL'] as const).filter(
		(what) => given[what] !== undefined && !isEndpoint(given[what]),
	);
	return [
		...(given.CLIENT_ID === undefined || !/^[\x20-\x7e]{1,512}$/.test(given.CLIENT_ID)
			? [['CLIENT_ID', 'the id that the provider gave to the client'] as const]
			: []),
		...(given.CLIENT_SECRET === undefined && row && !row.publicClients
			? [['CLIENT_SECRET', `the secret of the client, which ${row.name} asks for`] as const]
			: []),
		...addresses.map((what) => [what, 'an https:// address without password, query and fragment'] as const),
		...((given.AUTH_URL === undefined) !== (given.TOKEN_URL === undefined)
			? [[given.AUTH_URL === undefined ? 'AUTH_URL' : 'TOKEN_URL', 'it beside the other one'] as const]
			: []),
		...(!known && !isOwn && given.ISSUER === undefined
			? [
					[
						'ISSUER',
						row
							? `the address of your own ${row.name}, or _AUTH_URL and _TOKEN_URL`
							: 'it, or _AUTH_URL and _TOKEN_URL, because no provider of this name is known',
					] as const,
				]
			: []),
	];
}

/** Whether the addresses of a row are known without more. */
function isComplete(row: Provider): boolean {
	try {
		fillPlaceholders(row);
		return true;
	} catch (error) {
		if (error instanceof RangeError) return false;
		throw error;
	}
}

function isEndpoint(text: string): boolean {
	const url = URL.parse(text);
	return (
		url !== null &&
		(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) &&
		!/[@#?\s\\]/.test(text)
	);
}

function clientOf(name: string, given: Variables): BrokerClient {
	const { CLIENT_ID = '', CLIENT_SECRET, ISSUER, AUTH_URL, TOKEN_URL } = given;
	const row = rowOf(name);
	const id = row?.id ?? name.toLowerCase();
	const client = {
		id,
		clientId: CLIENT_ID,
		...(CLIENT_SECRET !== undefined && { clientSecret: CLIENT_SECRET }),
		...(row && { row }),
	};
	if (AUTH_URL !== undefined && TOKEN_URL !== undefined) {
		const provider = ownProvider({ ...given, id, AUTH_URL, TOKEN_URL }, row);
		return { ...client, provider };
	}
	if (ISSUER !== undefined || !row) return { ...client, issuer: ISSUER ?? '' };
	return { ...client, provider: fillPlaceholders(row) };
}

/** A provider whose addresses the operator gives; in the rest like the one of its name, where that is known. */
function ownProvider(
	{ id, AUTH_URL, TOKEN_URL, ISSUER }: Variables & { id: string; AUTH_URL: string; TOKEN_URL: string },
	row: Provider | undefined,
): Provider {
	const own: { -readonly [Name in keyof Provider]: Provider[Name] } = {
		id,
		name: new URL(AUTH_URL).host,
		defaultScopes: [],
		pkce: 'ignored',
		clientAuthentication: 'basic',
		publicClients: true,
		refresh: 'rotating',
		source: AUTH_URL,
		...row,
		authorizationEndpoint: AUTH_URL,
		tokenEndpoint: TOKEN_URL,
	};
	// Those of the row are for its own addresses.
	delete own.issuer;
	delete own.placeholders;
	return { ...own, ...(ISSUER !== undefined && { issuer: ISSUER }) };
}
