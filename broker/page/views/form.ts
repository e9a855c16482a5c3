import { fieldIn } from '../built-in-text';
import { element } from '../dom';
import { makeFieldSet } from '../fields/field-set';
import { button, isOff, switchOff } from '../parts/button';
import { heading } from '../parts/heading';
import { icon } from '../parts/icon';
import { developmentNote, keyLine } from '../parts/key-line';
import { requestReminder } from '../parts/request-summary';
import { TroubleNote } from '../parts/trouble-note';
import type { StateOf } from '../state';
import type { Texts } from '../texts';
import type { MakeView } from '../view';

/** The form. Its fields live as long as the view, so nothing that happens meanwhile loses what was typed. */
export const formView: MakeView<'form'> = (state, context) => {
	const { texts, actions } = context;
	const { request } = state;
	let shown = state;
	const definitions = request.session.fields.map((field) => fieldIn(field, texts));
	const fields = makeFieldSet(definitions, state, texts);
	const submit = element(
		'button',
		{ type: 'submit', class: 'button primary' },
		icon('lock'),
		texts.form.submit,
	);
	const declineWord = element('span');
	const decline = button(
		'quiet',
		() => {
			actions.decline(shown);
		},
		declineWord,
	);
	const keep = (): StateOf<'form'> => ({ ...shown, ...fields.keep() });
	const report = button(
		'link',
		() => {
			actions.askToReport(keep());
		},
		icon('flag'),
		texts.report.open,
	);
	const note = new TroubleNote(context, state.trouble);
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
		const draft = isOff(submit) ? undefined : fields.submit();
		if (draft !== undefined) actions.send(shown, draft);
	});

	const update = (next: StateOf<'form'>): boolean => {
		shown = next;
		declineWord.textContent = next.busy === undefined ? texts.button.decline : texts.form.declining;
		for (const each of [submit, decline, report]) switchOff(each, next.busy !== undefined);
		note.update(next.trouble);
		return true;
	};
	update(state);
	return {
		content: [form],
		update,
		keep,
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
