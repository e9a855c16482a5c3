import { element } from '../dom';
import { visibleText } from '../visible-text';
import type { MakeControl } from './control';

/** A choice of given values; nothing is chosen beforehand. */
export const selectControl: MakeControl = (field, id, initial, texts) => {
	const select = element('select', { class: 'input', id, dir: 'auto', autocomplete: 'off' });
	select.append(
		element('option', { value: '' }, texts.form.choose),
		...(field.options ?? []).map((option) => element('option', { value: option }, visibleText(option))),
	);
	select.value = initial?.value ?? '';
	return {
		element: select,
		input: select,
		read: () => ({ value: select.value }),
		clear: () => {
			select.value = '';
		},
	};
};
