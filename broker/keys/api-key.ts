import { createHash } from 'node:crypto';

/** A caller that may use the agent-facing calls, and what it may. */
export interface ApiKey {
	/**
	 * What sessions, limits and the audit log know it by: its name, or where it has none enough of its hash to tell keys
	 * apart and too little to recognize one by. Two keys of one name are one caller, so that a key can be replaced.
	 */
	readonly id: string;
	/** The operator's name for it, shown to people as verified; undefined where it has none. */
	readonly name: string | undefined;
	/** SHA-256 of the key. */
	readonly hash: Buffer;
	/** The templates it may ask by, `custom` for fields of its own; every one, where undefined. */
	readonly templates?: readonly string[];
	/** Seconds that its sessions live at most. */
	readonly maxTtl?: number;
	/** Sessions that it may have open at once. */
	readonly openSessions?: number;
	/** Sessions that it may create in a minute. */
	readonly createLimit?: number;
	/** Hosts that may be called back for it, each `host` or `host:port`; every one, where undefined. */
	readonly callbackHosts?: readonly string[];
}

const HASHED = /^sha256:([0-9a-f]{64})$/;

/**
 * A key as the configuration has it.
 * @param text the key itself, or `sha256:` and its SHA-256 in hexadecimal, so that the configuration holds no secret
 */
export function makeApiKey(text: string, name: string | undefined): ApiKey {
	const [, hashed] = HASHED.exec(text) ?? [];
	const hash = hashed === undefined ? createHash('sha256').update(text).digest() : Buffer.from(hashed, 'hex');
	return { id: name ?? `key-${hash.toString('hex').slice(0, 8)}`, name, hash };
}
