import { translateField } from '../built-in-text';
import { element, heading } from '../dom';
import { makeFieldSet } from '../fields/field-set';
import { button } from '../parts/button';
import { icon } from '../parts/icon';
import { developmentNote, protection } from '../parts/protection';
import { requestReminder } from '../parts/request-summary';
import type { StateOf } from '../state';
import type { Texts } from '../catalogue';
import type { MakeView } from '../view';

/** The form. */
export const formView: MakeView<'form'> = (state, context) => {
	const { texts, actions } = context;
	const { request } = state;
	const definitions = request.session.fields.map((field) => translateField(field, texts));
	const fields = makeFieldSet(definitions, state, texts);
	const submit = element(
		'button',
		{ type: 'submit', class: 'button primary' },
		icon('lock'),
		texts.form.submit,
	);
	const stateWithInput = (): StateOf<'form'> => ({ ...state, ...fields.input() });
	const decline = button(
		'quiet',
		() => {
			actions.askToEnd('decline', stateWithInput());
		},
		texts.button.decline,
	);
	const report = button(
		'link',
		() => {
			actions.askToEnd('report', stateWithInput());
		},
		icon('flag'),
		texts.report.open,
	);
	const form = element(
		'form',
		{ class: 'card', novalidate: true, autocomplete: 'off' },
		developmentNote(request, texts),
		heading(texts.form.heading),
		requestReminder(request, texts),
		refusalNote(state, texts),
		fields.element,
		element('div', { class: 'buttons' }, submit, decline),
		element('div', { class: 'more' }, ...protection(request, texts), report),
	);
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		const draft = fields.submit();
		if (draft !== undefined) actions.send(state, draft);
	});

	return {
		content: [form],
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
