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

/** How findings are printed. */
export interface CheckOptions {
	/** For programs. */
	readonly json: boolean;
	/** Whether what is printed goes to a terminal that shows them. */
	readonly colors: boolean;
	/** Characters of a line of that terminal; undefined leaves each finding on one line. */
	readonly columns: number | undefined;
}

/** Where what was seen begins, behind the outcome. */
const INDENT = 9;

/** `linkauth-broker check`: one line for each finding, and one for all of them. */
export async function checkCommand(
	environment: Environment,
	{ json, ...terminal }: CheckOptions,
): Promise<CheckResult> {
	const findings = await runChecks(environment);
	const count = (outcome: Outcome) => findings.filter((each) => each.outcome === outcome).length;
	const counts = { ok: count('ok'), warnings: count('warning'), problems: count('problem') };
	const text = json
		? JSON.stringify({ ...counts, findings }, undefined, 2)
		: [...findings.map((finding) => line(finding, terminal)), '', summary(counts)].join('\n');
	return { status: worst(findings), text };
}

function worst(findings: readonly Finding[]): CheckResult['status'] {
	return findings.reduce<CheckResult['status']>((status, { outcome }) => {
		return STATUS[outcome] > status ? STATUS[outcome] : status;
	}, 0);
}

function line(
	{ check, outcome, saw, advice }: Finding,
	{ colors, columns = Infinity }: Omit<CheckOptions, 'json'>,
): string {
	const word = outcome.padEnd(INDENT - 1);
	const shown = colors ? styleText(COLOR[outcome], word, { validateStream: false }) : word;
	const said = `${check}: ${saw}${advice === undefined ? '' : `. ${advice}`}`;
	return `${shown} ${wrapped(said, columns - INDENT).join(`\n${' '.repeat(INDENT)}`)}`;
}

/** A text in lines of so many characters at most, but for longer words. */
function wrapped(text: string, columns: number): readonly string[] {
	const lines: string[] = [];
	for (const word of text.split(' ')) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + 1 + word.length <= columns)
			lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	return lines;
}

function summary({ ok, warnings, problems }: { ok: number; warnings: number; problems: number }): string {
	return `${String(problems)} ${problems === 1 ? 'problem' : 'problems'}, ${String(warnings)} ${warnings === 1 ? 'warning' : 'warnings'}, ${String(ok)} ok`;
}
