import { spawnSync } from 'node:child_process';

/** Where and with what a script of the documentation runs. */
export interface BashOptions {
	readonly cwd: string;
	/** Beside PATH. */
	readonly env?: Readonly<Record<string, string>>;
	/** Whether anything on standard error is a failure, too. */
	readonly silent?: boolean;
	/** Of bash itself. */
	readonly options?: readonly string[];
}

/**
 * Runs a script as a reader would, stopping at the first command that fails.
 * @returns its standard output
 * @throws with everything that it wrote, where it fails
 */
export function bash(script: string, { cwd, env = {}, options = [], silent = false }: BashOptions): string {
	const { status, stdout, stderr } = spawnSync('bash', [...options, '-euo', 'pipefail', '-c', script], {
		cwd,
		env: { PATH: process.env['PATH'], ...env },
		encoding: 'utf8',
		// Where its standard input is a socket, bash takes itself for a remote shell and reads its start-up files.
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	if (status !== 0 || (silent && stderr !== ''))
		throw new Error(`ended with ${String(status)}:\n${stdout}\n${stderr}`);
	return stdout;
}
