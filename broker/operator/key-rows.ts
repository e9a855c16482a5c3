import type { ApiKey } from '../keys/api-key';
import type { KeyCount, KeyRow } from './operator';
import { openOf } from './session-row';

/** The keys of a configuration with what each has open, and those that have sessions and are in it no more. */
export function keyRows(keys: readonly ApiKey[], counts: readonly KeyCount[]): KeyRow[] {
	const open = new Map(counts.map((count) => [count.key, openOf(count)]));
	const configured = [...Map.groupBy(keys, ({ id }) => id)].map(([id, values]) => ({
		...rowOf(id, values[0], open.get(id) ?? 0),
		values: values.length,
		configured: true,
	}));
	const known = new Set(keys.map(({ id }) => id));
	const others = [...open].flatMap(([id, count]) =>
		id === null || known.has(id) ? [] : [{ ...rowOf(id, undefined, count), values: 0, configured: false }],
	);
	return [...configured, ...others];
}

function rowOf(id: string, key: ApiKey | undefined, open: number) {
	return {
		id,
		name: key?.name ?? null,
		templates: key?.templates ?? null,
		max_ttl: key?.maxTtl ?? null,
		open_sessions: key?.openSessions ?? null,
		create_limit: key?.createLimit ?? null,
		callback_hosts: key?.callbackHosts ?? null,
		open,
	};
}
