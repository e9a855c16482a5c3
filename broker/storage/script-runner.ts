import { withinPatience } from './within-patience';

/** Runs a script on the Redis that brokers share; what it does is atomic. */
export interface ScriptRunner {
	eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** Runs scripts with bounded patience, in milliseconds. */
export function patientRunner(runner: ScriptRunner, patience: number): ScriptRunner {
	return { eval: (script, options) => withinPatience(runner.eval(script, options), patience) };
}
