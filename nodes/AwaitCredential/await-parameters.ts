import type { IExecuteFunctions } from 'n8n-workflow';

import { textOf } from '../shared/text-of';
import { LinkAuthError } from '../shared/errors';
import { missingNodeOf } from '../shared/expression-fault';
import { readTarget, type CredentialTarget } from './n8n-credential/credential-target';
import { sessionBefore } from './session-search';

/** How the node waits: until the person has decided, by checking once, or suspended until the broker calls. */
type WaitMode = 'untilCompleted' | 'checkOnce' | 'suspend';

/** What the workflow gets. */
type OutputMode = 'sealed' | 'decrypted' | 'n8nCredential';

/** What the node is to do for one item. */
export interface AwaitParameters {
	readonly from: { readonly session: unknown } | { readonly code: string };
	readonly wait: WaitMode;
	readonly output: OutputMode;
	/** Where the output is a credential in n8n's own store. */
	readonly target: CredentialTarget | undefined;
	/** Milliseconds; Infinity where only the session's end limits the wait. */
	readonly limitWait: number;
	/** Milliseconds; undefined where the sealed credential does not end. */
	readonly validFor: number | undefined;
	readonly includePreview: boolean;
	readonly includeInputData: boolean;
}

interface Options {
	readonly includeInputData?: boolean;
	readonly includePreview?: boolean;
	readonly limitWait?: unknown;
	readonly validFor?: unknown;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * Reads the node's parameters for an item.
 * @throws LinkAuthError naming the parameter at fault
 */
export function readParameters(context: IExecuteFunctions, itemIndex: number): AwaitParameters {
	const from =
		context.getNodeParameter('from', itemIndex) === 'code'
			? { code: textOf(context.getNodeParameter('code', itemIndex)) }
			: { session: sessionOf(context, itemIndex) };
	const options = context.getNodeParameter('options', itemIndex, {}) as Options;
	const output = context.getNodeParameter('output', itemIndex) as OutputMode;
	return {
		from,
		wait: context.getNodeParameter('wait', itemIndex) as WaitMode,
		output,
		target: output === 'n8nCredential' ? readTarget(context, itemIndex) : undefined,
		limitWait: duration(options.limitWait, MINUTE, 'Limit Wait') ?? Infinity,
		validFor: duration(options.validFor, HOUR, 'Valid For'),
		includePreview: options.includePreview === true,
		includeInputData: options.includeInputData === true,
	};
}

function sessionOf(context: IExecuteFunctions, itemIndex: number): unknown {
	const chosen = chosenSession(context, itemIndex);
	return chosen === undefined ? sessionBefore(context, itemIndex) : chosen.value;
}

/** In version 1 of the node, Session was no option, but a parameter of its own. */
const SESSION_PARAMETERS = ['options.session', 'session'];

/**
 * The session that the user has named, which may be nothing of use; undefined where they have named none.
 * @throws LinkAuthError where the expression cannot be read
 */
function chosenSession(
	context: IExecuteFunctions,
	itemIndex: number,
): { readonly value: unknown } | undefined {
	const name = SESSION_PARAMETERS.find(
		(parameter) => context.getNodeParameter(parameter, itemIndex, '', { rawExpressions: true }) !== '',
	);
	if (name === undefined) return undefined;
	try {
		return { value: context.getNodeParameter(name, itemIndex, '') };
	} catch (error) {
		throw unreadableSession(error);
	}
}

function unreadableSession(error: unknown): LinkAuthError {
	const node = missingNodeOf(error);
	return new LinkAuthError(
		node === undefined
			? `The expression in Session gives nothing: ${error instanceof Error ? error.message : 'it cannot be read'}.`
			: `Session refers to the node “${node}”, and there is none of that name in this workflow.`,
		`${node === undefined ? '' : 'It was renamed or deleted. '}Empty Session: this node then finds the request before it by itself, whatever it is called. Or correct the expression.`,
	);
}

function duration(value: unknown, unit: number, title: string): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const amount = Number(value);
	if (Number.isFinite(amount) && amount >= 0) return amount * unit;
	throw new LinkAuthError(`${title} is not a number.`, 'Enter a number, or remove the option.');
}
