import { element, setAttributes } from '../dom';
import { isOff, switchOff } from '../parts/button';
import { heading } from '../parts/heading';
import { icon } from '../parts/icon';
import { TroubleNote } from '../parts/trouble-note';
import type { StateOf } from '../state';
import { readTypedCode, shapeTypedCode } from '../typed-code';
import type { MakeView } from '../view';

/** Where somebody types the code from their message. */
export const enterCodeView: MakeView<'enter-code'> = (state, context) => {
	const { enterCode: texts } = context.texts;
	const input = codeInput();
	input.value = state.typed ?? '';
	let shown = state;
	const problem = element('p', { class: 'problem', id: 'code-problem', hidden: true });
	const submit = element('button', { type: 'submit', class: 'button primary' });
	const note = new TroubleNote(context, state.trouble);
	const form = element(
		'form',
		{ class: 'card', novalidate: true },
		heading(texts.heading),
		element('p', { class: 'lead' }, texts.text),
		element(
			'div',
			{ class: 'field' },
			element('label', { for: input.id }, texts.label),
			input,
			element('p', { class: 'help', id: 'code-help' }, texts.help),
			problem,
		),
		note.element,
		submit,
	);
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		if (!isOff(submit)) context.actions.openTyped(input.value);
	});

	const update = (next: StateOf<'enter-code'>): boolean => {
		const { busy, problem: found, trouble } = next;
		shown = next;
		submit.textContent = busy ? texts.busy : texts.submit;
		switchOff(submit, busy);
		note.update(trouble);
		problem.hidden = found === undefined;
		problem.replaceChildren(...(found === undefined ? [] : [icon('alert'), texts.problem[found]]));
		setAttributes(input, {
			'aria-invalid': found === undefined ? undefined : 'true',
			'aria-describedby': found === undefined ? 'code-help' : 'code-help code-problem',
		});
		if (found !== undefined) input.focus();
		return true;
	};
	update(state);
	return { content: [form], update, keep: () => ({ ...shown, typed: input.value }) };
};

/** Shapes what is typed into `ABCD-1234`, and leaves alone what is pasted around a code. */
function codeInput(): HTMLInputElement {
	const input = element('input', {
		id: 'code',
		class: 'input code-input',
		type: 'text',
		inputmode: 'text',
		autocomplete: 'off',
		autocapitalize: 'characters',
		autocorrect: 'off',
		spellcheck: 'false',
		placeholder: 'ABCD-1234',
		dir: 'ltr',
	});
	input.addEventListener('paste', (event) => {
		const pasted = readTypedCode(event.clipboardData?.getData('text') ?? '');
		// A whole link is kept as it is: its end names the key.
		if (pasted === undefined || pasted.fragment !== undefined) return;
		event.preventDefault();
		input.value = pasted.code;
	});
	input.addEventListener('input', (event) => {
		const typed = event instanceof InputEvent && event.inputType === 'insertText';
		const atEnd = input.selectionStart === input.value.length;
		if (typed && atEnd) input.value = shapeTypedCode(input.value);
	});
	return input;
}
