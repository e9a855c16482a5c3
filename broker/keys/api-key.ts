import { createHash } from 'node:crypto';

/** A caller that may use the calls for agents, and what it is allowed. */
export interface ApiKey {
	/**
	 * Identifies it in sessions, limits and the audit log: its name, or where it has none, the first eight hexadecimal
	 * digits of its hash. Two keys of one name are one caller, so that a key can be replaced.
	 */
	readonly id: string;
	/** Given by the operator and shown to people as verified; undefined where it has none. */
	readonly name: string | undefined;
	/** SHA-256 of the key. */
	readonly hash: Buffer;
	/** The templates that it may use, `custom` for fields of its own, `oauth` for sign-ins; all of them where undefined. */
	readonly templates?: readonly string[];
	/** Seconds that its sessions live at most. */
	readonly maxTtl?: number;
	/** Sessions that it may have open at once. */
	readonly openSessions?: number;
	/** Sessions that it may create in a minute. */
	readonly createLimit?: number;
	/** Hosts that may be called back for it, each `host` or `host:port`; all of them where undefined. */
	readonly callbackHosts?: readonly string[];
	/** Hosts that its people may sign in at beside those of everybody, each `host`, `host:port` or `*.host`. */
	readonly oauthHosts?: readonly string[];
}

const HASHED = /^sha256:([0-9a-f]{64})$/;

/**
 * An API key as it is configured.
 * @param text the key itself, or `sha256:` and its SHA-256 in hexadecimal, so that the configuration holds no secret
 */
export function makeApiKey(text: string, name: string | undefined): ApiKey {
	const [, hashed] = HASHED.exec(text) ?? [];
	const hash = hashed === undefined ? createHash('sha256').update(text).digest() : Buffer.from(hashed, 'hex');
	return { id: name ?? `key-${hash.toString('hex').slice(0, 8)}`, name, hash };
}
