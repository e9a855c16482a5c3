import { element } from '../dom';
import { button, switchOff } from '../parts/button';
import { heading } from '../parts/heading';
import { requestReminder } from '../parts/request-summary';
import { TroubleNote } from '../parts/trouble-note';
import type { StateOf } from '../state';
import type { MakeView } from '../view';

/** What reporting does, before it is done. */
export const reportView: MakeView<'report'> = (state, context) => {
	const { actions, texts } = context;
	const { report } = texts;
	let shown = state;
	const word = element('span');
	const yes = button(
		'primary',
		() => {
			actions.report(shown);
		},
		word,
	);
	const no = button(
		'quiet',
		() => {
			actions.goBack(shown);
		},
		report.no,
	);
	const note = new TroubleNote(context, state.trouble);

	const update = (next: StateOf<'report'>): boolean => {
		shown = next;
		word.textContent = next.busy === true ? report.busy : report.yes;
		for (const each of [yes, no]) switchOff(each, next.busy === true);
		note.update(next.trouble);
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
