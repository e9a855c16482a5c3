import { LIMITS } from '../../../protocol/limits';
import type { FieldDefinition } from '../../../protocol/templates';
import type { Texts } from '../texts';
import { readableSize } from './file-value';
import { matchesPattern } from './pattern';

/** What a control holds: the value as it would be sent, and for a file its size in bytes. */
export interface Held {
	readonly value: string;
	readonly fileSize?: number;
}

/** What is wrong with a field's value, as a sentence that says what to do; undefined where nothing is. */
export function problemOf(field: FieldDefinition, held: Held, texts: Texts): string | undefined {
	const { problem } = texts.form;
	if (held.value.trim() === '' && (held.fileSize ?? 0) === 0) {
		return field.required === false ? undefined : missing(field, texts);
	}
	if (field.type === 'file') return fileTooLarge(field, held.fileSize ?? 0, texts);
	const length = Array.from(held.value).length;
	if (field.max_length !== undefined && length > field.max_length) {
		const format = new Intl.NumberFormat(texts.language);
		return problem.tooLong(format.format(field.max_length), format.format(length));
	}
	const mismatch = field.pattern !== undefined && !matchesPattern(field.pattern, held.value);
	return mismatch ? problem.pattern : undefined;
}

function missing(field: FieldDefinition, texts: Texts): string {
	const { problem } = texts.form;
	if (field.type === 'select') return problem['required-choice'];
	return field.type === 'file' ? problem['required-file'] : problem.required;
}

function fileTooLarge(field: FieldDefinition, size: number, texts: Texts): string | undefined {
	const most = Math.min(field.max_length ?? Infinity, LIMITS.plaintextWithFiles);
	if (size <= most) return undefined;
	const { language } = texts;
	return texts.form.problem.fileTooLarge(readableSize(most, language), readableSize(size, language));
}
