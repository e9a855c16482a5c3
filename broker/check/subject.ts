import type { Config } from '../config/settings';
import type { ApiKey } from '../keys/api-key';
import type { Finding } from './finding';
import type { Visit } from './visit';

/** The environment that the broker's settings come from. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the checks look at. */
export interface Subject {
	readonly config: Config;
	readonly environment: Environment;
	/** Every API key, those of the file too. */
	readonly keys: readonly ApiKey[];
	/** A call to the address that people use; undefined where there is none. */
	readonly visit: Visit | undefined;
	/** Bytes of memory that this machine or container has. */
	readonly availableMemory: number;
	/** Files and connections that this process may have open; undefined where the system does not say. */
	readonly openFiles: number | undefined;
	/** Milliseconds since the epoch. */
	readonly now: number;
	/** Milliseconds to wait for anything. */
	readonly timeoutMs: number;
}

/** Looks at one thing that operators get wrong. */
export type Check = (subject: Subject) => readonly Finding[] | Promise<readonly Finding[]>;
