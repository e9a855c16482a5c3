import { element } from '../dom';
import { button, switchOff } from '../parts/button';
import { heading } from '../parts/heading';
import { icon } from '../parts/icon';
import { developmentNote, keyLine } from '../parts/key-line';
import { requestSummary } from '../parts/request-summary';
import { TroubleNote } from '../parts/trouble-note';
import { userCode } from '../parts/user-code';
import type { StateOf } from '../state';
import type { MakeView } from '../view';

/** Before anything is opened: who asks, for what, and whether the code is the one in the message. */
export const checkView: MakeView<'check'> = (state, context) => {
	const { texts, actions } = context;
	const { request } = state;
	let shown = state;
	const yesWord = element('span');
	const noWord = element('span');
	const yes = button(
		'equal',
		() => {
			actions.confirm(shown);
		},
		icon('check'),
		yesWord,
	);
	const no = button(
		'equal',
		() => {
			actions.decline(shown);
		},
		icon('cross'),
		noWord,
	);
	const report = button(
		'link',
		() => {
			actions.askToReport(shown);
		},
		icon('flag'),
		texts.report.open,
	);
	const note = new TroubleNote(context, state.trouble);

	const update = (next: StateOf<'check'>): boolean => {
		shown = next;
		const { busy } = texts.check;
		yesWord.textContent = next.busy === 'confirm' ? busy.confirm : texts.check.yes;
		noWord.textContent = next.busy === 'decline' ? busy.decline : texts.check.no;
		for (const each of [yes, no, report]) switchOff(each, next.busy !== undefined);
		note.update(next.trouble);
		return true;
	};
	update(state);
	const content = element(
		'div',
		{ class: 'card' },
		developmentNote(request, texts),
		heading(texts.check.heading),
		element(
			'section',
			{ class: 'says' },
			element('h2', {}, texts.request.heading),
			requestSummary(request, texts),
		),
		element(
			'section',
			{ class: 'question' },
			element('h2', {}, texts.check.question),
			userCode(request.code),
			element('p', { class: 'advice' }, texts.check.advice),
			note.element,
			element('div', { class: 'equals' }, yes, no),
		),
		keyLine(request, texts),
		report,
	);
	return { content: [content], update };
};
