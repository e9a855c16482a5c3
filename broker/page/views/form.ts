import { translateField } from '../built-in-text';
import { element, heading } from '../dom';
import { makeFieldSet } from '../fields/field-set';
import { button, isDisabled, setDisabled } from '../parts/button';
import { icon } from '../parts/icon';
import { developmentNote, keyLine } from '../parts/key-line';
import { requestReminder } from '../parts/request-summary';
import { FailureNote } from '../parts/failure-note';
import type { StateOf } from '../state';
import type { Texts } from '../texts';
import type { MakeView } from '../view';

/** The form. Its fields stay as long as the view, so that updates of the state do not lose what was typed. */
export const formView: MakeView<'form'> = (state, context) => {
	const { texts, actions } = context;
	const { request } = state;
	let shown = state;
	const definitions = request.session.fields.map((field) => translateField(field, texts));
	const fields = makeFieldSet(definitions, state, texts);
	const submit = element(
		'button',
		{ type: 'submit', class: 'button primary' },
		icon('lock'),
		texts.form.submit,
	);
	const declineLabel = element('span');
	const decline = button(
		'quiet',
		() => {
			actions.decline(shown);
		},
		declineLabel,
	);
	const stateWithInput = (): StateOf<'form'> => ({ ...shown, ...fields.input() });
	const report = button(
		'link',
		() => {
			actions.askToReport(stateWithInput());
		},
		icon('flag'),
		texts.report.open,
	);
	const note = new FailureNote(context, state.failure);
	const form = element(
		'form',
		{ class: 'card', novalidate: true, autocomplete: 'off' },
		developmentNote(request, texts),
		heading(texts.form.heading),
		requestReminder(request, texts),
		refusalNote(state, texts),
		fields.element,
		element('p', { class: 'sealed' }, icon('lock'), element('span', {}, texts.form.sealed)),
		note.element,
		element('div', { class: 'buttons' }, submit, decline),
		keyLine(request, texts),
		report,
	);
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		const draft = isDisabled(submit) ? undefined : fields.submit();
		if (draft !== undefined) actions.send(shown, draft);
	});

	const update = (next: StateOf<'form'>): boolean => {
		shown = next;
		declineLabel.textContent = next.busy === undefined ? texts.button.decline : texts.form.declining;
		for (const each of [submit, decline, report]) setDisabled(each, next.busy !== undefined);
		note.update(next.failure);
		return true;
	};
	update(state);
	return {
		content: [form],
		update,
		stateWithInput,
		dispose: () => {
			fields.clear();
		},
	};
};

function refusalNote({ refusal }: StateOf<'form'>, texts: Texts): HTMLElement | undefined {
	if (refusal === undefined) return undefined;
	return element(
		'div',
		{ class: 'note danger', role: 'alert' },
		icon('alert'),
		element('p', {}, texts.form.refusal[refusal]),
	);
}
