import type { FieldDefinition } from '../../../protocol/templates';
import type { DraftValue } from '../state';
import type { Texts } from '../texts';

/** The part of a field that a person types into or chooses with. */
export interface Control {
	/** What goes between label and help. */
	readonly element: HTMLElement;
	/** What takes focus, has the label and is marked as invalid. */
	readonly input: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
	/** Its value now. */
	read(): DraftValue;
	/** An error other than an invalid value (a file that cannot be read); undefined where there is none. */
	fault?(): string | undefined;
	/** Sets what is called when its value has changed without losing focus. */
	onChange?(changed: () => void): void;
	/** Clears the value. */
	clear(): void;
}

/** Makes the control of one field. */
export type MakeControl = (
	field: FieldDefinition,
	id: string,
	initial: DraftValue | undefined,
	texts: Texts,
) => Control;

/**
 * Attributes that keep browsers, keyboards and password managers from correcting, learning or saving a value
 * that belongs to another site.
 */
export const PRIVATE = {
	autocomplete: 'off',
	autocapitalize: 'off',
	autocorrect: 'off',
	spellcheck: 'false',
	'data-1p-ignore': true,
	'data-bwignore': true,
	'data-lpignore': 'true',
	'data-form-type': 'other',
} as const;
