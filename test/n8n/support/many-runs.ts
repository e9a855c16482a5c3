import { setTimeout as sleep } from 'node:timers/promises';
import { execution, executionsOf, leftBy, OVER, type StoredExecution } from './executions';
import type { N8nSession } from './n8n-session';

/** Starts as many runs of a workflow, which is published, as near to the same moment as can be. */
export async function startAtOnce(workflow: { start(): Promise<Response> }, count: number): Promise<void> {
	await Promise.all(Array.from({ length: count }, () => workflow.start()));
}

/** The codes that all runs of a workflow have asked with, as soon as there are as many. @throws after a minute */
export function codesOf(session: N8nSession, workflow: string, count: number): Promise<readonly string[]> {
	return collected(session, workflow, count, (run) =>
		leftBy(run, 'Request Credential').map(({ json }) => json['code'] as string),
	);
}

/** All runs of a workflow, as soon as as many are over. @throws after a minute */
export function finished(
	session: N8nSession,
	workflow: string,
	count: number,
): Promise<readonly StoredExecution[]> {
	return collected(session, workflow, count, (run) => (OVER.includes(run.status) ? [run] : []));
}

async function collected<T>(
	session: N8nSession,
	workflow: string,
	count: number,
	what: (run: StoredExecution) => readonly T[],
): Promise<readonly T[]> {
	const until = Date.now() + 60_000;
	for (;;) {
		const runs = await executionsOf(session, workflow);
		const found = await Promise.all(runs.map(({ id }) => execution(session, id)));
		const all = found.flatMap(what);
		if (all.length >= count) return all;
		if (Date.now() > until)
			throw new Error(`${String(all.length)} of ${String(count)}: ${JSON.stringify(found)}`);
		await sleep(200);
	}
}
