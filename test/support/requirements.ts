/*
 * Real parts that a machine may lack: Redis, browsers, Prometheus, OpenSSL, n8n's engine (scripts/parts.json). What
 * needs one that is missing is skipped, and the last lines of the run say how much, for want of what, and the command
 * that brings it. In CI nothing is skipped: there, the run does not begin.
 */

/** Which parts are missing, found once for all files of a run by the global setup. */
const VARIABLE = 'LINKAUTH_MISSING_PARTS';

/** The name of a part, as scripts/parts.json has it. */
export type Part =
	| 'Redis'
	| 'Chromium'
	| 'Firefox'
	| 'WebKit'
	| 'Prometheus'
	| 'OpenSSL'
	| 'curl'
	| 'prlimit'
	| 'Helm'
	| 'kubectl'
	| "n8n's engine";

/** Tells the files of this run which parts are missing. */
export function rememberMissing(names: readonly string[]): void {
	process.env[VARIABLE] = JSON.stringify(names);
}

/** Whether a part is here. */
export function has(part: Part): boolean {
	return !(JSON.parse(process.env[VARIABLE] ?? '[]') as string[]).includes(part);
}

/** A suite that needs parts: skipped where one is missing, under a name that says which. */
export function describeWith(needed: Part | readonly Part[], name: string, suite: () => void): void {
	const missing = [needed].flat().filter((part) => !has(part));
	if (missing.length === 0) describe(name, suite);
	else describe.skip(`${name} (needs ${missing.join(' and ')})`, suite);
}

/** A test that needs parts, likewise. @param timeoutMs where it is not the usual one */
export function testWith(
	needed: Part | readonly Part[],
	name: string,
	run: () => Promise<void>,
	timeoutMs?: number,
): void {
	const missing = [needed].flat().filter((part) => !has(part));
	if (missing.length === 0) test(name, run, timeoutMs);
	else test.skip(`${name} (needs ${missing.join(' and ')})`, run);
}
