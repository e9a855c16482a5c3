import { element, heading, visuallyHidden } from '../dom';
import { button, setDisabled } from '../parts/button';
import { icon } from '../parts/icon';
import { developmentNote, keyLine } from '../parts/key-line';
import { requesterSummary, requestSummary } from '../parts/request-summary';
import { FailureNote } from '../parts/failure-note';
import type { StateOf } from '../state';
import type { MakeView } from '../view';

/** Before the request is confirmed: who asks, for what, and whether the code is the one in the message. */
export const checkView: MakeView<'check'> = (state, context) => {
	const { texts, actions } = context;
	const { request } = state;
	let shown = state;
	const yesLabel = element('span');
	const noLabel = element('span');
	const yes = button(
		'equal',
		() => {
			actions.confirm(shown);
		},
		icon('check'),
		yesLabel,
	);
	const no = button(
		'equal',
		() => {
			actions.decline(shown);
		},
		icon('cross'),
		noLabel,
	);
	const report = button(
		'link',
		() => {
			actions.askToReport(shown);
		},
		icon('flag'),
		texts.report.open,
	);
	const note = new FailureNote(context, state.failure);

	const update = (next: StateOf<'check'>): boolean => {
		shown = next;
		const { busy } = texts.check;
		yesLabel.textContent = next.busy === 'confirm' ? busy.confirm : texts.check.yes;
		noLabel.textContent = next.busy === 'decline' ? busy.decline : texts.check.no;
		for (const each of [yes, no, report]) setDisabled(each, next.busy !== undefined);
		note.update(next.failure);
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
			element('h2', {}, texts.request.who),
			requesterSummary(request, texts),
		),
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

/** A user code, large, to be compared letter by letter. Screen readers read it letter by letter too. */
function userCode(code: string): HTMLElement {
	const groups = code.split('-');
	return element(
		'p',
		{ class: 'user-code', translate: 'no' },
		visuallyHidden(groups.map((group) => Array.from(group).join(' ')).join(', ')),
		element('span', { class: 'letters', 'aria-hidden': 'true', dir: 'ltr' }, code),
	);
}
