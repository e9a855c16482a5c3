import { element, heading, setAttributes } from '../dom';
import { isDisabled, setDisabled } from '../parts/button';
import { icon } from '../parts/icon';
import { FailureNote } from '../parts/failure-note';
import type { StateOf } from '../state';
import { readTypedCode, formatTypedCode } from '../typed-code';
import type { MakeView } from '../view';

/** The form for the code in a person's message. */
export const enterCodeView: MakeView<'enter-code'> = (state, context) => {
	const { enterCode: texts } = context.texts;
	const input = codeInput();
	input.value = state.typed ?? '';
	let shown = state;
	const problem = element('p', { class: 'problem', id: 'code-problem', hidden: true });
	const submit = element('button', { type: 'submit', class: 'button primary' });
	const note = new FailureNote(context, state.failure);
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
		if (!isDisabled(submit)) context.actions.openTyped(input.value);
	});

	const update = (next: StateOf<'enter-code'>): boolean => {
		const { busy, problem: found, failure } = next;
		shown = next;
		submit.textContent = busy ? texts.busy : texts.submit;
		setDisabled(submit, busy);
		note.update(failure);
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
	return { content: [form], update, stateWithInput: () => ({ ...shown, typed: input.value }) };
};

/** An input that formats what is typed as `ABCD-1234`, and does not change a message or link that is pasted. */
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
		// A whole link stays as it is, to be seen as one.
		if (pasted === undefined || pasted.whole) return;
		event.preventDefault();
		input.value = pasted.link;
	});
	input.addEventListener('input', (event) => {
		const typed = event instanceof InputEvent && event.inputType === 'insertText';
		const atEnd = input.selectionStart === input.value.length;
		if (typed && atEnd) input.value = formatTypedCode(input.value);
	});
	return input;
}
