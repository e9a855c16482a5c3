import { textIn } from '../built-in-text';
import { element, foreignText } from '../dom';
import { messageView } from '../parts/message';
import { row } from '../parts/request-summary';
import type { MakeView } from '../view';

/** The broker holds the sealed envelope. */
export const doneView: MakeView<'done'> = ({ ended }, { texts }) => {
	const { done } = texts;
	return messageView({
		icon: 'check',
		tone: 'good',
		heading: done.heading,
		text: [done.text, done.next],
		below: [
			element(
				'dl',
				{ class: 'summary' },
				...row(done.what, foreignText(textIn(ended.displayName, texts))),
				...(ended.requester === undefined ? [] : row(done.who, foreignText(ended.requester))),
			),
			element('p', { class: 'close' }, done.close),
		],
	});
};
