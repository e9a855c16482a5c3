import { parse } from 'flatted';
import type { INodeExecutionData, IRunExecutionData } from 'n8n-workflow';
import { setTimeout as sleep } from 'node:timers/promises';
import type { N8nSession } from './n8n-session';

/** An execution as n8n has stored it. */
export interface StoredExecution {
	readonly id: string;
	/** `new`, `running`, `waiting`, `success`, `error`, `crashed` or `canceled` */
	readonly status: string;
	readonly data: IRunExecutionData;
}

/** The states that an execution ends in. */
export const OVER = ['success', 'error', 'crashed', 'canceled'];

/** The ids and states of a workflow's latest hundred executions, the latest first. */
export async function executionsOf(
	session: N8nSession,
	workflow: string,
): Promise<readonly Pick<StoredExecution, 'id' | 'status'>[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId: workflow }));
	const found = await session.call('GET', `/executions?filter=${filter}&limit=100`);
	return (found as { readonly results: readonly StoredExecution[] }).results;
}

/** An execution with all its data, also while it is running. */
export async function execution(session: N8nSession, id: string): Promise<StoredExecution> {
	const stored = (await session.call('GET', `/executions/${id}`)) as Omit<StoredExecution, 'data'> & {
		readonly data: string;
	};
	// Before its first node there may be no data yet.
	const data = parse(stored.data) as IRunExecutionData | undefined;
	return { ...stored, data: data ?? ({ resultData: { runData: {} } } as IRunExecutionData) };
}

/**
 * The latest execution of a workflow, as soon as it is in one of these states.
 * @throws what it is instead, and why, where that takes too long
 */
export async function reaches(
	session: N8nSession,
	workflow: string,
	statuses: readonly string[] = OVER,
	{ within = 60_000 } = {},
): Promise<StoredExecution> {
	const until = Date.now() + within;
	for (;;) {
		const [latest] = await executionsOf(session, workflow);
		if (latest && statuses.includes(latest.status)) return await execution(session, latest.id);
		if (Date.now() > until) {
			const found = latest ? described(await execution(session, latest.id)) : 'none';
			throw new Error(`expected an execution that is ${statuses.join(' or ')}, found ${found}`);
		}
		await sleep(200);
	}
}

/** What left a node by an output in its last run; empty where it did not run or nothing left there. */
export function leftBy({ data }: StoredExecution, node: string, output = 0): readonly INodeExecutionData[] {
	const last = data.resultData.runData[node]?.at(-1);
	return last?.data?.['main']?.[output] ?? [];
}

/** An execution in one line; all of it is more than anybody reads, or than a log keeps. */
function described({ id, status, data }: StoredExecution): string {
	const { lastNodeExecuted, error } = data.resultData;
	return `${id}: ${JSON.stringify({ status, lastNodeExecuted, error: error?.message })}`;
}
