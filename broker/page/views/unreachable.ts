import { element } from '../dom';
import { button } from '../parts/button';
import { heading, sign } from '../parts/heading';
import { troubleIcon, TroubleStatus } from '../parts/trouble-note';
import type { MakeView } from '../view';

/** The broker's first answer does not come. Made anew where the reason changes, so that it is read out. */
export const unreachableView: MakeView<'unreachable'> = ({ trouble }, context) => {
	const { texts, actions } = context;
	const { title, text } = texts.trouble[trouble.kind];
	const status = new TroubleStatus(texts, trouble);
	const retry =
		trouble.kind === 'rate-limited' ? undefined : button('primary', actions.retryNow, texts.button.retry);
	const content = element(
		'div',
		{ class: 'card message warning' },
		sign(troubleIcon(trouble.kind), 'warning'),
		heading(title),
		element('p', { class: 'lead' }, text),
		status.element,
		retry,
	);
	return {
		content: [content],
		update: (next) => {
			if (next.trouble.kind !== trouble.kind) return false;
			status.update(next.trouble);
			return true;
		},
	};
};
