import type { IExecuteFunctions } from 'n8n-workflow';

import { textOf } from '../../shared/text-of';
import { LinkAuthError } from '../../shared/errors';

/** Where a received field is to go. */
interface FieldMapping {
	readonly field: string;
	/** Empty: nowhere. */
	readonly property: string;
}

/** A property of the credential that no person was asked for. */
interface FixedValue {
	readonly property: string;
	readonly value: string;
}

/** The credential that is to be made, or updated, in n8n's own store. */
export interface CredentialTarget {
	/** n8n's name of the type, such as `httpHeaderAuth`. */
	readonly type: string;
	/** With placeholders; empty where an updated credential keeps its name. */
	readonly name: string;
	/** Empty: a new one is made. */
	readonly existingId: string;
	/** Empty: the personal project of whom the API key belongs to. */
	readonly projectId: string;
	readonly mappings: readonly FieldMapping[];
	readonly fixed: readonly FixedValue[];
}

const TYPE = /^[A-Za-z][A-Za-z0-9_.@/-]*$/;

/**
 * Reads the parameters of Output: n8n Credential.
 * @throws LinkAuthError naming the parameter at fault
 */
export function readTarget(context: IExecuteFunctions, itemIndex: number): CredentialTarget {
	const read = (name: string): string => textOf(context.getNodeParameter(name, itemIndex, ''));
	const type = read('credentialType');
	if (!TYPE.test(type)) {
		throw new LinkAuthError(
			type === '' ? 'Credential Type is empty.' : 'Credential Type is not the name of one.',
			'Enter n8n’s own name of the type, such as httpHeaderAuth or openAiApi. It stands in the address of the type’s documentation, and in the nodes of an exported workflow under "credentials".',
		);
	}
	const existingId = read('existingCredentialId');
	const name = read('credentialName');
	if (name === '' && existingId === '') {
		throw new LinkAuthError('Name is empty.', 'Enter a name for the credential, such as {displayName}.');
	}
	return {
		type,
		name,
		existingId,
		projectId: read('projectId'),
		mappings: rows(context, itemIndex, 'fieldMapping').map((row) => ({
			field: textOf(row['field']),
			property: textOf(row['property']),
		})),
		fixed: rows(context, itemIndex, 'fixedValues').map((row) => ({
			property: textOf(row['property']),
			value: valueOf(row['value']),
		})),
	};
}

function rows(context: IExecuteFunctions, itemIndex: number, name: string): Record<string, unknown>[] {
	const { values } = context.getNodeParameter(name, itemIndex, {}) as { values?: unknown };
	return Array.isArray(values) ? (values as Record<string, unknown>[]) : [];
}

/** An expression may give a number or a boolean. */
function valueOf(value: unknown): string {
	return typeof value === 'boolean' ? String(value) : typeof value === 'string' ? value : textOf(value);
}
