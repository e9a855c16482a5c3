import type { FieldDefinition } from '../../protocol/templates';
import type { Texts } from './texts';

/**
 * Translates a text of a form where it is, to the letter, one of a built-in template's. What an agent or an operator
 * wrote in their own words stays as it is.
 */
export function translateBuiltIn(text: string, { builtIn }: Texts): string {
	const translations: Readonly<Record<string, string>> = builtIn;
	// hasOwn: every object inherits a member `constructor`.
	return Object.hasOwn(translations, text) ? (translations[text] ?? text) : text;
}

/** A field with its label, help and placeholder translated. Its name, the key of its value, stays the same. */
export function translateField(field: FieldDefinition, texts: Texts): FieldDefinition {
	const { label, help, placeholder } = field;
	return {
		...field,
		label: translateBuiltIn(label, texts),
		...(help === undefined ? {} : { help: translateBuiltIn(help, texts) }),
		...(placeholder === undefined ? {} : { placeholder: translateBuiltIn(placeholder, texts) }),
	};
}
