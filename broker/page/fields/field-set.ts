import type { FieldDefinition } from '../../../protocol/templates';
import { element, foreignText } from '../dom';
import type { Draft, DraftValue, StateOf } from '../state';
import type { Texts } from '../texts';
import { afterPress } from './after-press';
import { makeField, type Field } from './field';
import { readableSize } from './file-value';
import { plaintextLimit, plaintextSize } from './limits';

/** The fields of a form, with the summary of what is wrong with them. */
export interface FieldSet {
	readonly element: HTMLElement;
	/** Looks at every field. Shows what is wrong and takes the person there; gives the values where nothing is. */
	submit(): Draft | undefined;
	/** What the fields hold, and whether what is wrong with them is shown. */
	keep(): Entered;
	clear(): void;
}

/** What a form holds. */
type Entered = Pick<StateOf<'form'>, 'draft' | 'checked'>;

/** Makes the fields. After the first submission each one is looked at again when it is left. */
export function makeFieldSet(
	definitions: readonly FieldDefinition[],
	{ draft, checked = false }: Entered,
	texts: Texts,
): FieldSet {
	const fields = definitions.map((definition, index) =>
		makeField(definition, `field-${String(index)}`, heldBefore(draft, definition.name), texts),
	);
	const summary = element('div', { class: 'summary-place' });
	let looked = checked;
	for (const field of fields) {
		field.element.addEventListener('focusout', () => {
			if (!looked) return;
			afterPress(() => {
				field.check();
			});
		});
	}
	/** Looks at everything and shows what is wrong; gives the heading over it, where anything is. */
	const look = (): HTMLElement | undefined => {
		const entries = [...fieldProblems(fields), ...sizeProblem(definitions, valuesOf(fields), texts)];
		return showSummary(summary, entries, texts);
	};
	if (looked) look();
	return {
		element: element('div', { class: 'fields' }, summary, ...fields.map((field) => field.element)),
		submit: () => {
			looked = true;
			const problems = look();
			problems?.focus();
			return problems === undefined ? valuesOf(fields) : undefined;
		},
		keep: () => ({
			draft: Object.fromEntries(fields.map((field) => [field.definition.name, field.read()])),
			checked: looked,
		}),
		clear: () => {
			for (const field of fields) field.clear();
		},
	};
}

/** What a field held; every object has a member `constructor`, which is none of ours. */
function heldBefore(draft: Draft, name: string): DraftValue | undefined {
	return Object.hasOwn(draft, name) ? draft[name] : undefined;
}

/** An optional field that was left empty is left out, so that an agent can tell it from one that was filled. */
function valuesOf(fields: readonly Field[]): Draft {
	const filled = fields.flatMap((field) => {
		const { definition } = field;
		const value = field.read();
		return definition.required === false && value.value === '' ? [] : [[definition.name, value] as const];
	});
	return Object.fromEntries(filled);
}

function fieldProblems(fields: readonly Field[]): readonly Node[] {
	return fields.flatMap((field) => {
		const problem = field.check();
		if (problem === undefined) return [];
		// A button, not a link to the field: the fragment of the address belongs to the key's fingerprint.
		const label = foreignText(field.definition.label);
		const jump = element(
			'button',
			{ type: 'button', class: 'jump' },
			label,
			' ',
			element('span', {}, problem),
		);
		jump.addEventListener('click', () => {
			field.focus();
		});
		return [element('li', {}, jump)];
	});
}

function sizeProblem(definitions: readonly FieldDefinition[], values: Draft, texts: Texts): readonly Node[] {
	const most = plaintextLimit(definitions);
	const now = plaintextSize(values);
	if (now <= most) return [];
	const { language, form } = texts;
	const text = form.problem.allTooLarge(readableSize(most, language), readableSize(now, language));
	return [element('li', {}, text)];
}

function showSummary(place: HTMLElement, entries: readonly Node[], texts: Texts): HTMLElement | undefined {
	if (entries.length === 0) {
		place.replaceChildren();
		return undefined;
	}
	const title = element('h2', { tabindex: '-1' }, texts.form.summary);
	place.replaceChildren(
		element('div', { class: 'note danger errors' }, element('div', {}, title, element('ul', {}, ...entries))),
	);
	return title;
}
