import { createHash } from 'node:crypto';
import type { Script, ScriptRunner } from '../script-runner';
import { StoreFull, StoreUnavailable } from '../store-faults';
import { withTimeout } from './with-timeout';

/** The commands of a Redis client that run scripts; the same on one server, behind Sentinel and in a cluster. */
export interface ScriptClient {
	evalSha(sha1: string, options: ScriptOptions): Promise<unknown>;
	eval(script: string, options: ScriptOptions): Promise<unknown>;
}

interface ScriptOptions {
	keys: string[];
	arguments: string[];
}

/** Calls scripts by their hash, and sends one where the server does not know it, as after a restart. */
export class RedisScripts implements ScriptRunner {
	readonly #hashes = new WeakMap<Script, string>();

	/** @param timeoutMs milliseconds to wait for any one answer */
	constructor(
		private readonly client: ScriptClient,
		private readonly timeoutMs: number,
	) {}

	/**
	 * As {@link ScriptRunner} says.
	 * @throws StoreFull where the server refuses a script for want of memory
	 */
	async run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
		const options = { keys: [...keys], arguments: args.map(String) };
		try {
			return await withTimeout(this.#call(script, options), this.timeoutMs);
		} catch (cause) {
			if (cause instanceof Error && cause.message.startsWith('OOM ')) throw new StoreFull();
			throw new StoreUnavailable(script.name, cause);
		}
	}

	async #call(script: Script, options: ScriptOptions): Promise<unknown> {
		try {
			return await this.client.evalSha(this.#hashOf(script), options);
		} catch (error) {
			if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
			return await this.client.eval(script.lua, options);
		}
	}

	#hashOf(script: Script): string {
		const known = this.#hashes.get(script);
		if (known !== undefined) return known;
		const hash = createHash('sha1').update(script.lua).digest('hex');
		this.#hashes.set(script, hash);
		return hash;
	}
}
