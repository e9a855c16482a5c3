import { spawnSync } from 'node:child_process';

/**
 * Runs a program to its end.
 * @returns what it printed
 * @throws with everything it printed, where it fails
 */
export function runTool(program: string, args: readonly string[], cwd: string): string {
	const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
	if (status === 0) return stdout;
	throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}${stderr}`);
}
