/** A script, and the name that its faults carry. */
export interface Script {
	/** What it does, as a verb: `take`, completes "The store failed to …". */
	readonly name: string;
	/** Lua. Begins with `#!lua flags=allow-oom` where it must run on a full Redis too. */
	readonly lua: string;
}

/**
 * Runs scripts on the Redis that brokers share: what one does is atomic. All keys of a call must be in one slot of a
 * cluster. A script is sent once and then called by its hash.
 */
export interface ScriptRunner {
	/** @throws StoreUnavailable where it fails or takes longer than the store's timeout */
	run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
}
