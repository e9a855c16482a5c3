import type { IExecuteFunctions } from 'n8n-workflow';

/** Whether an AI agent runs this node as its tool, and so reads what it gives. */
export function runsAsTool(context: IExecuteFunctions): boolean {
	// n8n 1.x has no isToolExecution, but runs tools under a type of their own, as n8n 2.x does.
	const { isToolExecution } = context as Partial<Pick<IExecuteFunctions, 'isToolExecution'>>;
	return isToolExecution?.call(context) === true || context.getNode().type.endsWith('Tool');
}
