import { execFile } from 'node:child_process';
import type { Finding } from '../../broker/check/finding';
import { BROKER_MAIN } from './broker';

/** What `linkauth-broker check --json` found. */
export interface CheckRun {
	readonly status: number;
	readonly findings: readonly Finding[];
	/** What it printed. */
	readonly text: string;
	/** Outcomes and what was seen, of the checks of this name. */
	of(check: string): readonly string[];
}

/** A key that nothing is wrong with. */
export const GOOD_KEY = '3f9a0c5d7e21b846f0d1a2c3b4e59687';

/** Runs the check as an operator does, as a process of its own. @param command that starts Node, with its arguments */
export async function runCheck(
	settings: Readonly<Record<string, string>>,
	{ json = true, command = [process.execPath] }: { json?: boolean; command?: readonly string[] } = {},
): Promise<CheckRun> {
	const [program = '', ...first] = command;
	const args = [...first, BROKER_MAIN, 'check', ...(json ? ['--json'] : [])];
	const env = { PATH: process.env['PATH'], LINKAUTH_PORT: '0', ...settings };
	const { status, text } = await new Promise<{ status: number; text: string }>((resolve) => {
		execFile(program, args, { env }, (error, stdout, stderr) => {
			resolve({ status: typeof error?.code === 'number' ? error.code : 0, text: stdout + stderr });
		});
	});
	const { findings } = json ? (JSON.parse(text) as { findings: readonly Finding[] }) : { findings: [] };
	return {
		status,
		findings,
		text,
		of: (check) =>
			findings.filter((each) => each.check === check).map(({ outcome, saw }) => `${outcome}: ${saw}`),
	};
}
