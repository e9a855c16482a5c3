import { element, heading } from '../dom';
import { button } from '../parts/button';
import { failureIcon, FailureStatus } from '../parts/failure-note';
import { roundIcon } from '../parts/icon';
import type { MakeView } from '../view';

/** The first call to the broker fails. A new view for each kind of failure, so that a screen reader reads it. */
export const unreachableView: MakeView<'unreachable'> = ({ failure }, context) => {
	const { texts, actions } = context;
	const { title, text } = texts.failure[failure.kind];
	const status = new FailureStatus(texts, failure);
	const retry =
		failure.kind === 'rate-limited' ? undefined : button('primary', actions.retryNow, texts.button.retry);
	const content = element(
		'div',
		{ class: 'card message warning' },
		roundIcon(failureIcon(failure.kind), 'warning'),
		heading(title),
		element('p', { class: 'lead' }, text),
		status.element,
		retry,
	);
	return {
		content: [content],
		update: (next) => {
			if (next.failure.kind !== failure.kind) return false;
			status.update(next.failure);
			return true;
		},
	};
};
