import { utf8Encode } from '../../../protocol/encoding';
import { PAGE_LIMITS } from '../../../protocol/page-limits';
import type { FieldDefinition } from '../../../protocol/templates';
import type { Draft } from '../state';
import { fill, plural, type Texts } from '../catalogue';
import { readableSize } from './file-value';
import { matchesPattern } from './pattern';

/** What a person entered into a field. */
export interface EnteredValue {
	/** As it would be sent. */
	readonly value: string;
	/** Bytes of the file, where the field is one. */
	readonly fileSize?: number;
}

/** What is wrong with a field's value, as a sentence that explains what to do; undefined where it is valid. */
export function problemOf(field: FieldDefinition, entered: EnteredValue, texts: Texts): string | undefined {
	const { problem } = texts.form;
	if (entered.value.trim() === '' && (entered.fileSize ?? 0) === 0) {
		return field.required === false ? undefined : missing(field, texts);
	}
	if (field.type === 'file') return fileTooLarge(field, entered.fileSize ?? 0, texts);
	const length = Array.from(entered.value).length;
	if (field.max_length !== undefined && length > field.max_length) {
		const format = new Intl.NumberFormat(texts.language);
		const text = plural(problem, 'tooLong', field.max_length, texts.language);
		return fill(text, { most: format.format(field.max_length), now: format.format(length) });
	}
	const mismatch = field.pattern !== undefined && !matchesPattern(field.pattern, entered.value);
	return mismatch ? problem.pattern : undefined;
}

function missing(field: FieldDefinition, texts: Texts): string {
	const { problem } = texts.form;
	if (field.type === 'select') return problem['required-choice'];
	return field.type === 'file' ? problem['required-file'] : problem.required;
}

function fileTooLarge(field: FieldDefinition, size: number, texts: Texts): string | undefined {
	const most = Math.min(field.max_length ?? Infinity, PAGE_LIMITS.plaintextWithFiles);
	if (size <= most) return undefined;
	const { language } = texts;
	return fill(texts.form.problem.fileTooLarge, {
		most: readableSize(most, language),
		now: readableSize(size, language),
	});
}

/** What is wrong with all values together: they are too large for an envelope; undefined where they are not. */
export function sizeProblemOf(
	fields: readonly FieldDefinition[],
	values: Draft,
	texts: Texts,
): string | undefined {
	const most = fields.some((field) => field.type === 'file')
		? PAGE_LIMITS.plaintextWithFiles
		: PAGE_LIMITS.plaintext;
	const now = plaintextSize(values);
	if (now <= most) return undefined;
	const { language } = texts;
	return fill(texts.form.problem.allTooLarge, {
		most: readableSize(most, language),
		now: readableSize(now, language),
	});
}

/** Bytes of the values as they are encrypted. */
function plaintextSize(draft: Draft): number {
	const values = Object.entries(draft).map(([name, { value }]) => [name, value]);
	return utf8Encode(JSON.stringify(Object.fromEntries(values))).length;
}
