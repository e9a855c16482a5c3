import { utf8Encode } from '../../../protocol/encoding';
import { LIMITS } from '../../../protocol/limits';
import type { FieldDefinition } from '../../../protocol/templates';
import type { Draft } from '../state';

/** Bytes that all values of a form may have together. */
export function plaintextLimit(fields: readonly FieldDefinition[]): number {
	return fields.some((field) => field.type === 'file') ? LIMITS.plaintextWithFiles : LIMITS.plaintext;
}

/** Bytes that the values have together, as they are sealed. */
export function plaintextSize(draft: Draft): number {
	const values = Object.entries(draft).map(([name, { value }]) => [name, value]);
	return utf8Encode(JSON.stringify(Object.fromEntries(values))).length;
}
