import type { FieldDefinition } from '../../../protocol/templates';
import type { DraftValue } from '../state';
import type { Texts } from '../texts';

/** The part of a field that a person types into or chooses with. */
export interface Control {
	/** What goes between label and help. */
	readonly element: HTMLElement;
	/** What takes focus, carries the label and is told to be invalid. */
	readonly input: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
	/** What it holds now. */
	read(): DraftValue;
	/** What is wrong beyond its value (a file that cannot be read); undefined where nothing is. */
	fault?(): string | undefined;
	/** Calls when its value has changed in a way that blur does not show. */
	onChange?(changed: () => void): void;
	/** Wipes the value. */
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
 * that belongs to somebody else's site.
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
