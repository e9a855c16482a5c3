import type { FieldDefinition } from '../../../protocol/templates';
import { element, untrustedText } from '../dom';
import type { Draft, DraftValue, StateOf } from '../state';
import type { Texts } from '../catalogue';
import { makeField, type Field } from './field';
import { sizeProblemOf } from './validation';

/** The fields of a form, with a summary of their validation errors. */
export interface FieldSet {
	readonly element: HTMLElement;
	/**
	 * Validates every field and gives the values. Where one is invalid, focus goes to it; where there are more errors, a
	 * summary of them is shown and focused.
	 */
	submit(): Draft | undefined;
	/** What was entered so far, and whether errors are shown. */
	input(): FormInput;
	clear(): void;
}

type FormInput = Pick<StateOf<'form'>, 'draft' | 'checked'>;

/** Makes the fields. After the first submission each one is validated again when it loses focus. */
export function makeFieldSet(
	definitions: readonly FieldDefinition[],
	{ draft, checked = false }: FormInput,
	texts: Texts,
): FieldSet {
	const fields = definitions.map((definition, index) =>
		makeField(definition, `field-${String(index)}`, enteredBefore(draft, definition.name), texts),
	);
	const summary = element('div', { class: 'summary-place' });
	let submitted = checked;
	for (const field of fields) {
		field.element.addEventListener('focusout', () => {
			if (!submitted) return;
			afterMouseUp(() => {
				field.check();
			});
		});
	}
	/** Validates everything and shows the errors; gives what takes focus, where there are any. */
	const validate = (): { focus(): void } | undefined => {
		const invalid = fields.filter((field) => field.check() !== undefined);
		const tooLarge = sizeProblemOf(definitions, valuesOf(fields), texts);
		const [only] = invalid;
		// One error is told once: by its field.
		if (invalid.length + (tooLarge === undefined ? 0 : 1) === 1 && only !== undefined) {
			summary.replaceChildren();
			return only;
		}
		const entries = [...invalid.map(jumpTo), ...(tooLarge === undefined ? [] : [tooLarge])];
		return showSummary(summary, entries, texts);
	};
	if (submitted) validate();
	return {
		element: element('div', { class: 'fields' }, summary, ...fields.map((field) => field.element)),
		submit: () => {
			submitted = true;
			const problems = validate();
			problems?.focus();
			return problems === undefined ? valuesOf(fields) : undefined;
		},
		input: () => ({
			draft: Object.fromEntries(fields.map((field) => [field.definition.name, field.read()])),
			checked: submitted,
		}),
		clear: () => {
			for (const field of fields) field.clear();
		},
	};
}

/** What was entered into a field before. hasOwn: every object inherits a member `constructor`. */
function enteredBefore(draft: Draft, name: string): DraftValue | undefined {
	return Object.hasOwn(draft, name) ? draft[name] : undefined;
}

/** An optional field that was left empty is left out, so that an agent can distinguish it from one that was filled. */
function valuesOf(fields: readonly Field[]): Draft {
	const filled = fields.flatMap((field) => {
		const { definition } = field;
		const value = field.read();
		return definition.required === false && value.value === '' ? [] : [[definition.name, value] as const];
	});
	return Object.fromEntries(filled);
}

/** The error of a field in the summary, which leads there. */
function jumpTo(field: Field): Node {
	// A button, not a link to the field: the fragment of the address is the key's fingerprint.
	const jump = element(
		'button',
		{ type: 'button', class: 'jump' },
		untrustedText(field.definition.label),
		' ',
		element('span', {}, field.check()),
	);
	jump.addEventListener('click', () => {
		field.focus();
	});
	return jump;
}

function showSummary(
	target: HTMLElement,
	entries: readonly (Node | string)[],
	texts: Texts,
): HTMLElement | undefined {
	if (entries.length === 0) {
		target.replaceChildren();
		return undefined;
	}
	const title = element('h2', { tabindex: '-1' }, texts.form.summary);
	target.replaceChildren(
		element(
			'div',
			{ class: 'note danger errors' },
			element('div', {}, title, element('ul', {}, ...entries.map((entry) => element('li', {}, entry)))),
		),
	);
	return title;
}

let mouseDown = false;
document.addEventListener('mousedown', () => (mouseDown = true), true);
document.addEventListener('mouseup', () => (mouseDown = false), true);

/** Waits while the mouse is down: a button that moves away from under it would miss the click. */
function afterMouseUp(action: () => void): void {
	if (!mouseDown) action();
	else document.addEventListener('mouseup', () => setTimeout(action), { once: true });
}
