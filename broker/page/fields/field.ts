import type { FieldDefinition, FieldType } from '../../../protocol/templates';
import { element, untrustedText, setAttributes } from '../dom';
import { icon } from '../parts/icon';
import type { DraftValue } from '../state';
import type { Texts } from '../texts';
import type { MakeControl } from './control';
import { fileControl } from './file-control';
import { problemOf } from './validation';
import { selectControl } from './select-control';
import { otpControl, passwordControl, textareaControl, textControl } from './text-control';

const CONTROLS: Readonly<Record<FieldType, MakeControl>> = {
	text: textControl,
	password: passwordControl,
	textarea: textareaControl,
	select: selectControl,
	file: fileControl,
	otp: otpControl,
};

/** One field of the form: label, control, help and its validation error. */
export interface Field {
	readonly definition: FieldDefinition;
	readonly element: HTMLElement;
	read(): DraftValue;
	/** Validates the value, shows the error and gives it; undefined where it is valid. */
	check(): string | undefined;
	focus(): void;
	clear(): void;
}

/** Makes a field. */
export function makeField(
	definition: FieldDefinition,
	id: string,
	initial: DraftValue | undefined,
	texts: Texts,
): Field {
	const control = CONTROLS[definition.type](definition, id, initial, texts);
	const problem = element('p', { class: 'problem', id: `${id}-problem`, hidden: true });
	const help =
		definition.help === undefined
			? undefined
			: element('p', { class: 'help', id: `${id}-help` }, untrustedText(definition.help));

	const show = (text: string | undefined): void => {
		problem.hidden = text === undefined;
		problem.replaceChildren(...(text === undefined ? [] : [icon('alert'), element('span', {}, text)]));
		const described = [help?.id, text === undefined ? undefined : problem.id].filter(
			(part) => part !== undefined,
		);
		setAttributes(control.input, {
			'aria-invalid': text === undefined ? undefined : 'true',
			'aria-describedby': described.length === 0 ? undefined : described.join(' '),
		});
	};
	const find = (): string | undefined => {
		const { value, file } = control.read();
		const entered = { value, ...(file === undefined ? {} : { fileSize: file.size }) };
		return control.fault?.() ?? problemOf(definition, entered, texts);
	};
	const check = (): string | undefined => {
		const found = find();
		show(found);
		return found;
	};

	setAttributes(control.input, { 'aria-required': definition.required === false ? undefined : 'true' });
	show(undefined);
	control.onChange?.(check);
	return {
		definition,
		element: element(
			'div',
			{ class: 'field' },
			labelOf(definition, id, texts),
			control.element,
			help,
			problem,
		),
		read: () => control.read(),
		check,
		focus: () => {
			control.input.focus();
		},
		clear: () => {
			control.clear();
		},
	};
}

function labelOf(definition: FieldDefinition, id: string, texts: Texts): HTMLElement {
	const optional =
		definition.required === false ? element('span', { class: 'optional' }, texts.form.optional) : undefined;
	return element('label', { for: id }, untrustedText(definition.label), ' ', optional);
}
