import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { BrokerRefusal, BrokerUnavailable } from './broker-errors';
import { expressionFault } from './expression-fault';

/**
 * The error as n8n shows it for an item: what happened, and below it what to do next. Takes over the words of
 * an error and nothing else of it, so that no token travels into the execution data.
 */
export function nodeError(node: INode, error: unknown, itemIndex: number): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.context['itemIndex'] ??= itemIndex;
		return error;
	}
	const fault = expressionFault(error);
	const message = fault?.message ?? textOf(error, 'message') ?? 'Something unexpected happened.';
	const description =
		fault?.description ??
		textOf(error, 'description') ??
		'Run the node again. If it stays, report this message, without secrets.';
	if (error instanceof BrokerRefusal || error instanceof BrokerUnavailable) {
		return new NodeApiError(
			node,
			{},
			{
				message,
				description,
				itemIndex,
				...(error.status === undefined ? {} : { httpCode: String(error.status) }),
			},
		);
	}
	return new NodeOperationError(node, message, { itemIndex, description });
}

/** Read as data, because errors may come from other realms and packages, of which `instanceof` knows nothing. */
function textOf(error: unknown, member: 'message' | 'description'): string | undefined {
	if (typeof error !== 'object' || error === null) return undefined;
	const text = (error as Partial<Record<typeof member, unknown>>)[member];
	return typeof text === 'string' && text !== '' ? text : undefined;
}
