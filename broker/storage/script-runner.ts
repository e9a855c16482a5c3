import { withTimeout } from './with-timeout';

/** Runs a script on the Redis that brokers share; what it does is atomic. */
export interface ScriptRunner {
	eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** Runs scripts, and waits no longer than so many milliseconds for each. */
export function scriptRunnerWithTimeout(runner: ScriptRunner, timeoutMs: number): ScriptRunner {
	return { eval: (script, options) => withTimeout(runner.eval(script, options), timeoutMs) };
}
