/** Where records live, as the setting `LINKAUTH_STORE` says it. */
export type StoreLocation =
	{ readonly kind: 'memory' } | { readonly kind: 'redis'; readonly redis: RedisLocation };

/** One Redis server's address. */
interface RedisNode {
	readonly host: string;
	readonly port: number;
}

/** Several servers with the same credentials. */
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
const DEFAULT_PORT = { sentinel: 26_379, cluster: 6_379 } as const;

/**
 * Reads `LINKAUTH_STORE`: `memory:`, or where a Redis is.
 * @returns undefined where it is neither
 */
export function parseStoreLocation(text: string): StoreLocation | undefined {
	if (text === 'memory:') return { kind: 'memory' };
	const redis = parseRedisLocation(text);
	return redis && { kind: 'redis', redis };
}

/**
 * Reads where a Redis is: `redis://host:port/db` or `rediss://…` for one server,
 * `redis+sentinel://host:port,host:port/master-name` for one watched by Sentinels,
 * `redis+cluster://host:port,host:port` for a cluster; `rediss+…` for TLS; `user:password@` before the hosts.
 * @returns undefined where it is none of these
 */
function parseRedisLocation(text: string): RedisLocation | undefined {
	const url = URL.parse(text);
	if (url && ['redis:', 'rediss:'].includes(url.protocol)) {
		return url.hostname === '' ? undefined : { kind: 'single', url: text };
	}
	const groups = GROUP.exec(text)?.groups;
	if (!groups) return undefined;
	const { scheme, kind, username, password, hosts = '', master } = groups;
	const nodes = hosts
		.split(',')
		.map((host) => parseNode(host, DEFAULT_PORT[kind === 'sentinel' ? kind : 'cluster']));
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

function parseNode(text: string, defaultPort: number): RedisNode | undefined {
	const url = URL.parse(`http://${text}`);
	if (!url || url.host === '' || url.pathname !== '/') return undefined;
	const [, port] = /:(\d+)$/.exec(text) ?? [];
	return { host: url.hostname, port: port === undefined ? defaultPort : Number(port) };
}
