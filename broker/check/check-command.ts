import { styleText } from 'node:util';
import type { Finding, Outcome } from './finding';
import { runChecks } from './run-checks';
import type { Environment } from './subject';

/** What the command prints, and the status that the process ends with. */
export interface CheckResult {
	/** 0 where all is well, 1 where there are warnings, 2 where there is a problem. */
	readonly status: 0 | 1 | 2;
	readonly text: string;
}

const STATUS = { ok: 0, warning: 1, problem: 2 } as const satisfies Record<Outcome, number>;
const COLOR = { ok: 'green', warning: 'yellow', problem: 'red' } as const satisfies Record<Outcome, string>;

/**
 * `linkauth-broker check`: one line for each finding, and one for all of them.
 * @param options.json the same as JSON, for programs
 * @param options.colors whether what is printed goes to a terminal that shows them
 */
export async function checkCommand(
	environment: Environment,
	{ json, colors }: { readonly json: boolean; readonly colors: boolean },
): Promise<CheckResult> {
	const findings = await runChecks(environment);
	const count = (outcome: Outcome) => findings.filter((each) => each.outcome === outcome).length;
	const counts = { ok: count('ok'), warnings: count('warning'), problems: count('problem') };
	const text = json
		? JSON.stringify({ ...counts, findings }, undefined, 2)
		: [...findings.map((finding) => line(finding, colors)), '', summary(counts)].join('\n');
	return { status: worst(findings), text };
}

function worst(findings: readonly Finding[]): CheckResult['status'] {
	return findings.reduce<CheckResult['status']>((status, { outcome }) => {
		return STATUS[outcome] > status ? STATUS[outcome] : status;
	}, 0);
}

function line({ check, outcome, saw, advice }: Finding, colors: boolean): string {
	const word = outcome.padEnd(8);
	const shown = colors ? styleText(COLOR[outcome], word, { validateStream: false }) : word;
	return `${shown} ${check}: ${saw}${advice === undefined ? '' : `. ${advice}`}`;
}

function summary({ ok, warnings, problems }: { ok: number; warnings: number; problems: number }): string {
	return `${String(problems)} ${problems === 1 ? 'problem' : 'problems'}, ${String(warnings)} ${warnings === 1 ? 'warning' : 'warnings'}, ${String(ok)} ok`;
}
