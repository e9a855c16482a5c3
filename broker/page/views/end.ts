import { element, heading } from '../dom';
import { button, setDisabled } from '../parts/button';
import { icon } from '../parts/icon';
import { requestReminder } from '../parts/request-summary';
import { FailureNote } from '../parts/failure-note';
import type { EndQuestion } from '../state';
import type { View, ViewContext } from '../view';

/** What declining or reporting does, and whether to do it. Nothing is sent before the answer. */
export function endView(state: EndQuestion, context: ViewContext): View<EndQuestion> {
	const { actions, texts } = context;
	const { heading: title, text, effects, yes: yesText, busy } = texts[state.view];
	let shown = state;
	const yesLabel = element('span');
	const yes = button(
		'primary',
		() => {
			actions.end(shown);
		},
		yesLabel,
	);
	const no = button(
		'quiet',
		() => {
			actions.goBack(shown);
		},
		texts.button.back,
	);
	const report = button(
		'link',
		() => {
			actions.askToEnd('report', shown.from);
		},
		icon('flag'),
		texts.report.instead,
	);
	const note = new FailureNote(context, state.failure);

	const update = (next: EndQuestion): boolean => {
		shown = next;
		yesLabel.textContent = next.busy === true ? busy : yesText;
		for (const each of [yes, no, report]) setDisabled(each, next.busy === true);
		note.update(next.failure);
		return true;
	};
	update(state);
	const content = element(
		'div',
		{ class: 'card' },
		heading(title),
		element('p', {}, text),
		requestReminder(state.request, texts),
		element('ul', { class: 'effects' }, ...effects.map((effect) => element('li', {}, effect))),
		note.element,
		element('div', { class: 'buttons' }, yes, no),
		state.view === 'decline' ? report : undefined,
	);
	return { content: [content], update };
}
