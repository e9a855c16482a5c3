import { element, visuallyHidden } from '../dom';
import { button, setDisabled } from '../parts/button';
import { handOver } from '../parts/hand-over';
import { icon } from '../parts/icon';
import { developmentNote, protection } from '../parts/protection';
import { requesterNote, requestSummary, requestTitle } from '../parts/request-summary';
import { FailureNote } from '../parts/failure-note';
import { fill } from '../catalogue';
import type { CredentialRequest, StateOf } from '../state';
import type { Texts } from '../catalogue';
import { formatDuration, secondsUntil } from '../time';
import type { MakeView } from '../view';

/** Before the request is confirmed: who asks for what, and whether the code is the one in the message. */
export const checkView: MakeView<'check'> = (state, context) => {
	const { texts, actions } = context;
	const { request } = state;
	let shown = state;
	const yesLabel = element('span');
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
			actions.askToEnd('decline', shown);
		},
		icon('cross'),
		texts.check.no,
	);
	const report = button(
		'link',
		() => {
			actions.askToEnd('report', shown);
		},
		icon('flag'),
		texts.report.open,
	);
	const note = new FailureNote(context, state.failure);

	const update = (next: StateOf<'check'>): boolean => {
		shown = next;
		yesLabel.textContent = next.busy === undefined ? texts.check.yes : texts.check.busy;
		for (const each of [yes, no, report]) setDisabled(each, next.busy !== undefined);
		note.update(next.failure);
		return true;
	};
	update(state);
	const content = element(
		'div',
		{ class: 'card' },
		developmentNote(request, texts),
		element('div', { class: 'asks' }, requestTitle(request, texts), requesterNote(request, texts)),
		requestSummary(request, texts),
		element(
			'section',
			{ class: 'question' },
			element('h2', {}, texts.check.question),
			userCode(request.session.code),
			element('p', { class: 'advice' }, texts.check.advice),
			note.element,
			element('div', { class: 'equals' }, yes, no),
			answerTime(request, texts),
		),
		element('div', { class: 'more' }, ...protection(request, texts), handOver(texts), report),
	);
	return { content: [content], update, title: texts.check.title };
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

/** How long there is to answer after confirming, where the link itself lives longer. */
function answerTime({ session, deadline }: CredentialRequest, texts: Texts): HTMLElement | undefined {
	const { answer_seconds: seconds } = session;
	if (seconds === undefined || seconds >= secondsUntil(deadline)) return undefined;
	const duration = formatDuration(seconds, texts.language);
	return element('p', { class: 'help' }, fill(texts.check.answerTime, { duration }));
}
