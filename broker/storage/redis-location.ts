/** One Redis server's address. */
export interface RedisNode {
	readonly host: string;
	readonly port: number;
}

/** How to reach servers that are named together. */
interface RedisGroup {
	readonly nodes: readonly RedisNode[];
	readonly tls: boolean;
	readonly username?: string;
	readonly password?: string;
}

/** A Redis, or what speaks its protocol (Valkey): one server, one watched by Sentinels, or a cluster. */
export type RedisLocation =
	| { readonly kind: 'single'; readonly url: string }
	| ({ readonly kind: 'sentinel'; readonly master: string } & RedisGroup)
	| ({ readonly kind: 'cluster' } & RedisGroup);

const GROUP =
	/^(?<scheme>rediss?)\+(?<kind>sentinel|cluster):\/\/(?:(?<username>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^/@]+)(?:\/(?<master>[\w.-]+))?$/;
const USUAL_PORT = { sentinel: 26_379, cluster: 6_379 } as const;

/**
 * Reads where a Redis is: `redis://host:port/db` or `rediss://…` for one server,
 * `redis+sentinel://host:port,host:port/master-name` for one watched by Sentinels,
 * `redis+cluster://host:port,host:port` for a cluster; `rediss+…` for TLS; `user:password@` before the hosts.
 * @returns undefined where it is none of these
 */
export function parseRedisLocation(text: string): RedisLocation | undefined {
	const url = URL.parse(text);
	if (url && ['redis:', 'rediss:'].includes(url.protocol)) {
		return url.hostname === '' ? undefined : { kind: 'single', url: text };
	}
	const groups = GROUP.exec(text)?.groups;
	if (!groups) return undefined;
	const { scheme, kind, username, password, hosts = '', master } = groups;
	const nodes = hosts
		.split(',')
		.map((host) => parseNode(host, USUAL_PORT[kind === 'sentinel' ? kind : 'cluster']));
	if (nodes.includes(undefined)) return undefined;
	const group: RedisGroup = {
		nodes: nodes as RedisNode[],
		tls: scheme === 'rediss',
		...(username && { username: decodeURIComponent(username) }),
		...(password && { password: decodeURIComponent(password) }),
	};
	if (kind === 'cluster') return master === undefined ? { kind, ...group } : undefined;
	return master === undefined ? undefined : { kind: 'sentinel', master, ...group };
}

function parseNode(text: string, usualPort: number): RedisNode | undefined {
	const url = URL.parse(`http://${text}`);
	if (!url || url.host === '' || url.pathname !== '/') return undefined;
	const [, port] = /:(\d+)$/.exec(text) ?? [];
	return { host: url.hostname, port: port === undefined ? usualPort : Number(port) };
}
