import type { Provider } from './provider';

/** What stands for a placeholder: a label of a host's name, or a segment of a path. */
const VALUE = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$/;

const ADDRESSES = [
	'authorizationEndpoint',
	'tokenEndpoint',
	'issuer',
	'refreshEndpoint',
	'revocationEndpoint',
] as const satisfies readonly (keyof Provider)[];

/**
 * A provider whose addresses have no placeholders any more.
 * @param values by placeholder; its default counts where one is left out or empty
 * @throws RangeError naming the placeholder that is missing, or is no name
 */
export function fillPlaceholders(
	provider: Provider,
	values: Readonly<Record<string, string | undefined>> = {},
): Provider {
	const names = Object.entries(provider.placeholders ?? {});
	if (names.length === 0) return provider;
	const filled = new Map(
		names.map(([name, { label, example, default: usual = '' }]) => {
			const given = values[name]?.trim() ?? '';
			const value = given === '' ? usual : given;
			if (!VALUE.test(value) || value.includes('..')) {
				throw new RangeError(`${label}: expected a name such as "${example}".`);
			}
			return [`{${name}}`, value];
		}),
	);
	const fill = (address: string) =>
		[...filled].reduce((text, [placeholder, value]) => text.replaceAll(placeholder, value), address);
	const addresses = ADDRESSES.flatMap((name) => {
		const address = provider[name];
		return address === undefined ? [] : [[name, fill(address)]];
	});
	const { account, apiHosts } = provider;
	return {
		...withoutPlaceholders(provider),
		...(Object.fromEntries(addresses) as Partial<Provider>),
		...(account && {
			account: { ...account, ...(account.endpoint !== undefined && { endpoint: fill(account.endpoint) }) },
		}),
		...(apiHosts && { apiHosts: apiHosts.map(fill) }),
	};
}

function withoutPlaceholders(provider: Provider): Provider {
	const rest: { -readonly [Name in keyof Provider]: Provider[Name] } = { ...provider };
	delete rest.placeholders;
	return rest;
}
