import type { FieldDefinition } from '../../protocol/templates';
import type { Texts } from './texts';

/**
 * A text of a form in the person's language, where it is to the letter one of a built-in template's. What an agent
 * or an operator wrote in their own words stays as it is.
 */
export function textIn(text: string, { builtIn }: Texts): string {
	const known: Readonly<Record<string, string>> = builtIn;
	// Every object has a member `constructor`, which is none of ours.
	return Object.hasOwn(known, text) ? (known[text] ?? text) : text;
}

/** A field as {@link textIn} says its label, help and placeholder. Its name, and so its value, stay the same. */
export function fieldIn(field: FieldDefinition, texts: Texts): FieldDefinition {
	const { label, help, placeholder } = field;
	return {
		...field,
		label: textIn(label, texts),
		...(help === undefined ? {} : { help: textIn(help, texts) }),
		...(placeholder === undefined ? {} : { placeholder: textIn(placeholder, texts) }),
	};
}
