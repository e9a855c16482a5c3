import type { IExecuteFunctions } from 'n8n-workflow';

import { textOf } from '../shared/text-of';
import { AwaitError } from './await-error';

/** What the node is to do for one item. */
export interface AwaitParameters {
	readonly from: { readonly session: unknown } | { readonly code: string };
	readonly once: boolean;
	readonly decrypted: boolean;
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
 * @throws AwaitError naming the parameter at fault
 */
export function readParameters(context: IExecuteFunctions, itemIndex: number): AwaitParameters {
	const options = context.getNodeParameter('options', itemIndex, {}) as Options;
	const from =
		context.getNodeParameter('from', itemIndex) === 'code'
			? { code: textOf(context.getNodeParameter('code', itemIndex)) }
			: { session: context.getNodeParameter('session', itemIndex) };
	return {
		from,
		once: context.getNodeParameter('wait', itemIndex) === 'checkOnce',
		decrypted: context.getNodeParameter('output', itemIndex) === 'decrypted',
		limitWait: duration(options.limitWait, MINUTE, 'Limit Wait') ?? Infinity,
		validFor: duration(options.validFor, HOUR, 'Valid For'),
		includePreview: options.includePreview === true,
		includeInputData: options.includeInputData === true,
	};
}

function duration(value: unknown, unit: number, title: string): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const amount = Number(value);
	if (Number.isFinite(amount) && amount >= 0) return amount * unit;
	throw new AwaitError(`${title} is not a number.`, 'Enter a number, or remove the option.');
}
