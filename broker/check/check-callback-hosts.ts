import { lookup } from 'node:dns/promises';
import { findingsOf } from './finding';
import type { Check } from './subject';

const hosts = findingsOf('callback hosts');

/** Whether the hosts that may be called back have an address. */
export const checkCallbackHosts: Check = async ({ config: { callbackAllowedHosts }, keys }) => {
	const entries = new Set([...callbackAllowedHosts, ...keys.flatMap((key) => key.callbackHosts ?? [])]);
	const unknown = await Promise.all(
		[...entries].map(async (entry) => {
			const { hostname } = new URL(`http://${entry}`);
			return lookup(hostname.replace(/^\[|\]$/g, '')).then(
				() => [],
				() => [entry],
			);
		}),
	);
	const names = unknown.flat();
	if (names.length > 0)
		return names.map((name) =>
			hosts.warning(`${name} has no address here`, 'Correct the name, or look at the DNS of this machine.'),
		);
	return entries.size === 0 ? [] : [hosts.ok([...entries].join(', '))];
};
