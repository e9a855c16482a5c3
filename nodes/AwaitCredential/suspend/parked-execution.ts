import type {
	IExecuteFunctions,
	INodeExecutionData,
	IRunExecutionData,
	IWebhookFunctions,
} from 'n8n-workflow';

import { OUTPUTS } from '../await-output';

/** What a parked execution remembers, in n8n's database, until it goes on. Nothing in it is secret. */
export interface ParkedExecution {
	readonly sessionId: string;
	/** When the wait began, in milliseconds since the epoch. */
	readonly startedAt: number;
	/** What came in. */
	readonly item: INodeExecutionData;
}

const MEMBER = 'parked';

/** What leaves the node, by output, where the date passes and nobody has called. */
export type OutputsAtTheDate = INodeExecutionData[][];

/**
 * Parks the execution until a date.
 *
 * When the date passes, n8n does not run the node again: it hands the node's *input* to the outputs. n8n 2.39 and later
 * hand input 0 to output 0, input 1 to output 1 and so on where `forwardAllOutputs` is set (which is how n8n itself
 * gives what a webhook returns); earlier ones hand input 0 to output 0, and nothing else. So what came in is put aside,
 * and what is to leave at the date is put in its place. Output 0 is Received: it gets nothing, in either.
 */
export async function parkExecution(
	context: IExecuteFunctions,
	parked: ParkedExecution,
	until: Date,
	outputs: OutputsAtTheDate,
): Promise<void> {
	context.getContext('node')[MEMBER] = parked;
	const entry = context.getExecuteData();
	entry.data['main'] = outputs;
	entry.metadata = { ...entry.metadata, ...{ forwardAllOutputs: true } };
	await context.putExecutionToWait(until);
}

/**
 * What this run goes on with, where it is one that {@link wake} has woken. What had come in is put back, so that
 * expressions find it.
 */
export function wokenExecution(context: IExecuteFunctions): ParkedExecution | undefined {
	const memory = context.getContext('node');
	const parked = memory[MEMBER] as ParkedExecution | undefined;
	const input = context.getInputData();
	// n8n does not run a node on nothing at input 0, except on what wake returns.
	if (parked === undefined || input.length > 0) return undefined;
	input.push(parked.item);
	return parked;
}

/** A parked execution, seen from a call that arrived for it. */
export interface Sleeper {
	readonly parked: ParkedExecution;
	/**
	 * Has n8n run the node once more, when the webhook returns what this gives: nothing at input 0, and what had come
	 * in behind it. Should n8n ever hand it on instead, nothing leaves through Received.
	 */
	wake(): INodeExecutionData[][];
}

/**
 * The execution that a call is for, or undefined where it is not parked by this node.
 *
 * n8n disables a node before it calls its webhook, and hands what the webhook returns to the outputs; before 2.39, to
 * output 0 alone. So the node is enabled again and does the rest itself, as in any run. n8n shows a webhook's context
 * the execution, but does not declare it.
 */
export function sleeperOf(context: IWebhookFunctions): Sleeper | undefined {
	const { runExecutionData } = context as { readonly runExecutionData?: IRunExecutionData | null };
	const execution = runExecutionData?.executionData;
	const { name } = context.getNode();
	const entry = execution?.nodeExecutionStack[0];
	const parked = execution?.contextData[`node:${name}`]?.[MEMBER] as ParkedExecution | undefined;
	if (entry?.node.name !== name || parked === undefined) return undefined;
	return {
		parked,
		wake: () => {
			entry.node.disabled = false;
			return Object.values(OUTPUTS).map((output) => (output === OUTPUTS.expired ? [parked.item] : []));
		},
	};
}
