/** What n8n keeps with an error of an expression, as far as it is used here. */
interface ExpressionContext {
	readonly descriptionKey?: unknown;
	readonly nodeCause?: unknown;
	readonly parameter?: unknown;
}

/** The node that an expression refers to and that the workflow does not have, where that is the error. */
export function missingNodeOf(error: unknown): string | undefined {
	const { descriptionKey, nodeCause } = contextOf(error);
	return descriptionKey === 'nodeNotFound' && typeof nodeCause === 'string' ? nodeCause : undefined;
}

/** What to say of an error in an expression of a node's parameter, or undefined where it is another error. */
export function expressionFault(
	error: unknown,
): { readonly message: string; readonly description: string } | undefined {
	const { parameter } = contextOf(error);
	if (typeof parameter !== 'string' || !(error instanceof Error)) return undefined;
	const node = missingNodeOf(error);
	const title = parameter.replace(/^.*\./, '').replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
	return node === undefined
		? {
				message: `An expression of this node gives nothing: ${error.message.replace(/\.$/, '')}.`,
				description: `It stands in the parameter ${title}. Correct it there, or empty the parameter.`,
			}
		: {
				message: `An expression of this node refers to the node “${node}”, and there is none of that name in this workflow.`,
				description: `It was renamed or deleted. The expression stands in the parameter ${title}: correct the name there.`,
			};
}

/** Read as data, because n8n's class of the error may be another one than this package's. */
function contextOf(error: unknown): ExpressionContext {
	if (typeof error !== 'object' || error === null) return {};
	const { context } = error as { readonly context?: unknown };
	return typeof context === 'object' && context !== null ? context : {};
}
