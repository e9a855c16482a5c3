import type { IDataObject, INode } from 'n8n-workflow';
import { awaiting, httpRequest, request } from '../../support/n8n-workflow';
import { leftBy, reaches, type StoredExecution } from './executions';
import { asked, onWebhook, type Asked, type Testbed } from './testbed';

/** The outputs of Await Credential by number. */
export const OUTPUT = { received: 0, declined: 1, expired: 2 } as const;

const AWAIT = 'Await Credential';

/** What of the workflow differs. */
export interface SuspendedOptions {
	/** Of Request Credential. */
	readonly ask?: IDataObject;
	/** Nodes before Await Credential. */
	readonly between?: readonly INode[];
}

/**
 * Starts a workflow that asks, waits suspended, and uses what leaves Received at the testbed's service, `/used`; waits
 * until somebody is asked.
 * @param parameters of Await Credential
 */
export async function suspended(
	testbed: Testbed,
	parameters: IDataObject = {},
	{ ask = {}, between = [] }: SuspendedOptions = {},
): Promise<Asked & { readonly workflow: string }> {
	const workflow = await testbed.publish(
		onWebhook(
			request(ask),
			...between,
			awaiting({ wait: 'suspend', ...parameters }),
			httpRequest(`${testbed.service.url}/used`),
		),
	);
	await workflow.start();
	return { workflow: workflow.id, ...(await asked(testbed, workflow.id)) };
}

/** The execution as soon as it is suspended. */
export async function untilSuspended(testbed: Testbed, workflow: string): Promise<StoredExecution> {
	return await reaches(testbed.n8n.session, workflow, ['waiting']);
}

/** How many items left each of the three outputs. */
export function left(execution: StoredExecution): number[] {
	return Object.values(OUTPUT).map((output) => leftBy(execution, AWAIT, output).length);
}

/** The first item that left an output. */
export function itemOf(execution: StoredExecution, output: number): IDataObject {
	return leftBy(execution, AWAIT, output)[0]?.json ?? {};
}

/** A text field of that item; empty where there is none. */
export function textIn(execution: StoredExecution, output: number, field: string): string {
	const value = itemOf(execution, output)[field];
	return typeof value === 'string' ? value : '';
}

/** The poll tokens and callback secrets in a text; what only looks so within a longer one is none. */
export function tokensIn(text: string): string[] {
	return text.match(/(?<![A-Za-z0-9_-])(?:pt|cs)_[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/g) ?? [];
}

/** How often the service was called with what left Received. */
export function used(testbed: Testbed): number {
	return testbed.service.received.filter(({ url }) => url === '/used').length;
}

/** What stopped an execution, in the words that n8n shows. */
export function faultOf(execution: StoredExecution): string {
	const { message = '', description = '' } = (execution.data.resultData.error ?? {}) as {
		message?: string;
		description?: string | null;
	};
	return `${message} | ${description ?? ''}`;
}
