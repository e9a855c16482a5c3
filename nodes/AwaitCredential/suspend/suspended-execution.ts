import type {
	IExecuteFunctions,
	INodeExecutionData,
	IRunExecutionData,
	IWebhookFunctions,
} from 'n8n-workflow';

import { OUTPUTS } from '../outputs';

/** What a suspended execution remembers, in n8n's database, until it goes on. Nothing in it is secret. */
export interface SuspendedExecution {
	readonly sessionId: string;
	/** When the wait began, in milliseconds since the epoch. */
	readonly startedAt: number;
	/** What came in. */
	readonly item: INodeExecutionData;
}

/** Its name in the node's own part of the execution's context data. */
const CONTEXT_KEY = 'suspended';

/**
 * Puts the execution to wait until a date.
 *
 * When the date passes, n8n does not run the node again: it hands the node's *input* to the outputs. n8n 2.39 and later
 * hand input 0 to output 0, input 1 to output 1 and so on where `forwardAllOutputs` is set (which is how n8n itself
 * gives what a webhook returns); earlier ones hand input 0 to output 0, and nothing else. So what came in is put aside,
 * and what is to leave at the date is put in its place. Output 0 is Received: it gets nothing, in either.
 * @param outputs what leaves the node, by output, where the date passes and nobody has called
 */
export async function putToWait(
	context: IExecuteFunctions,
	execution: SuspendedExecution,
	until: Date,
	outputs: INodeExecutionData[][],
): Promise<void> {
	context.getContext('node')[CONTEXT_KEY] = execution;
	const entry = context.getExecuteData();
	entry.data['main'] = outputs;
	entry.metadata = { ...entry.metadata, ...{ forwardAllOutputs: true } };
	await context.putExecutionToWait(until);
}

/**
 * The execution that this run goes on with, or undefined where the run is not one that {@link ResumableExecution.resume}
 * has caused. What had come in is put back, so that expressions find it.
 */
export function resumedExecution(context: IExecuteFunctions): SuspendedExecution | undefined {
	const execution = context.getContext('node')[CONTEXT_KEY] as SuspendedExecution | undefined;
	const input = context.getInputData();
	// n8n does not run a node on nothing at input 0, except on what resume returns.
	if (execution === undefined || input.length > 0) return undefined;
	input.push(execution.item);
	return execution;
}

/** A suspended execution, seen from a call that arrived for it. */
export interface ResumableExecution extends SuspendedExecution {
	/**
	 * Has n8n run the node once more, when the webhook returns what this gives: nothing at input 0, and what had come
	 * in behind it. Should n8n ever hand it on instead, nothing leaves through Received.
	 */
	resume(): INodeExecutionData[][];
}

/**
 * The execution that a call is for, or undefined where it is not suspended by this node.
 *
 * n8n disables a node before it calls its webhook, and hands what the webhook returns to the outputs; before 2.39, to
 * output 0 alone. So the node is enabled again and does the rest itself, as in any run. n8n shows a webhook's context
 * the execution, but does not declare it.
 */
export function resumableExecution(context: IWebhookFunctions): ResumableExecution | undefined {
	const { runExecutionData } = context as { readonly runExecutionData?: IRunExecutionData | null };
	const data = runExecutionData?.executionData;
	const { name } = context.getNode();
	const entry = data?.nodeExecutionStack[0];
	const execution = data?.contextData[`node:${name}`]?.[CONTEXT_KEY] as SuspendedExecution | undefined;
	if (entry?.node.name !== name || execution === undefined) return undefined;
	return {
		...execution,
		resume: () => {
			entry.node.disabled = false;
			return Object.values(OUTPUTS).map((output) => (output === OUTPUTS.expired ? [execution.item] : []));
		},
	};
}
