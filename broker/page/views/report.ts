import { element, heading } from '../dom';
import { button, setDisabled } from '../parts/button';
import { requestReminder } from '../parts/request-summary';
import { FailureNote } from '../parts/failure-note';
import type { StateOf } from '../state';
import type { MakeView } from '../view';

/** What reporting does, and whether to do it. */
export const reportView: MakeView<'report'> = (state, context) => {
	const { actions, texts } = context;
	const { report } = texts;
	let shown = state;
	const yesLabel = element('span');
	const yes = button(
		'primary',
		() => {
			actions.report(shown);
		},
		yesLabel,
	);
	const no = button(
		'quiet',
		() => {
			actions.goBack(shown);
		},
		report.no,
	);
	const note = new FailureNote(context, state.failure);

	const update = (next: StateOf<'report'>): boolean => {
		shown = next;
		yesLabel.textContent = next.busy === true ? report.busy : report.yes;
		for (const each of [yes, no]) setDisabled(each, next.busy === true);
		note.update(next.failure);
		return true;
	};
	update(state);
	const content = element(
		'div',
		{ class: 'card' },
		heading(report.heading),
		element('p', {}, report.text),
		requestReminder(state.request, texts),
		element('ul', { class: 'effects' }, ...report.effects.map((effect) => element('li', {}, effect))),
		note.element,
		element('div', { class: 'buttons' }, yes, no),
	);
	return { content: [content], update };
};
