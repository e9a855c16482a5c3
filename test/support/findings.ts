import { runChecks, type SubjectOptions } from '../../broker/check/run-checks';

/** Outcomes and what was seen, of the checks of one name. */
export type FindingsOf = (check: string) => readonly string[];

/** Runs every check in this process, against settings that are given. */
export async function findingsWith(
	settings: Readonly<Record<string, string>>,
	options: SubjectOptions = {},
): Promise<FindingsOf> {
	const findings = await runChecks({ LINKAUTH_PORT: '0', ...settings }, { timeoutMs: 3_000, ...options });
	return (check) =>
		findings.filter((each) => each.check === check).map(({ outcome, saw }) => `${outcome}: ${saw}`);
}
