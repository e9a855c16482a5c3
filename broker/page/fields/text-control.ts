import type { FieldDefinition } from '../../../protocol/templates';
import { element, untrustedText, visuallyHidden, type Attributes } from '../dom';
import type { DraftValue } from '../state';
import { visibleText } from '../visible-text';
import { PRIVATE, type Control, type MakeControl } from './control';

/** One line of text. */
export const textControl: MakeControl = (field, id, initial) =>
	typed(element('input', { type: 'text', ...attributesOf(field, id) }), initial);

/** A one-time code: the number pad, and the code from a text message where the device offers it. */
export const otpControl: MakeControl = (field, id, initial) => {
	const attributes = { ...attributesOf(field, id), autocomplete: 'one-time-code', inputmode: 'numeric' };
	return typed(element('input', { type: 'text', class: 'input otp', ...attributes }), initial);
};

/** Several lines, as they are: keys in PEM have line breaks that count. */
export const textareaControl: MakeControl = (field, id, initial) =>
	typed(element('textarea', { rows: '5', ...attributesOf(field, id) }), initial);

/** A line that is hidden while it is typed, with a button that shows it. */
export const passwordControl: MakeControl = (field, id, initial, texts) => {
	const input = element('input', { type: 'password', ...attributesOf(field, id) });
	const control = typed(input, initial);
	const label = element('span', {}, texts.form.show);
	const toggle = element(
		'button',
		{ type: 'button', class: 'reveal', 'aria-controls': id },
		label,
		visuallyHidden(' ', untrustedText(field.label)),
	);
	const reveal = (visible: boolean): void => {
		input.type = visible ? 'text' : 'password';
		label.textContent = visible ? texts.form.hide : texts.form.show;
	};
	toggle.addEventListener('click', () => {
		reveal(input.type === 'password');
	});
	return {
		...control,
		element: element('div', { class: 'with-button' }, input, toggle),
		clear: () => {
			control.clear();
			reveal(false);
		},
	};
};

/** Without `maxlength`: it truncates a pasted key silently. The length is validated instead. */
function attributesOf(field: FieldDefinition, id: string): Attributes {
	const placeholder = field.placeholder === undefined ? undefined : visibleText(field.placeholder);
	return { class: 'input', id, dir: 'auto', ...PRIVATE, placeholder };
}

function typed(input: HTMLInputElement | HTMLTextAreaElement, initial?: DraftValue): Control {
	input.value = initial?.value ?? '';
	return {
		element: input,
		input,
		read: () => ({ value: input.value }),
		clear: () => {
			input.value = '';
		},
	};
}
