import { element } from '../dom';
import { heading } from '../parts/heading';
import type { MakeView } from '../view';

/** The moment before the broker's first answer. */
export const loadingView: MakeView<'loading'> = (_state, { texts }) => ({
	content: [
		element(
			'div',
			{ class: 'card message calm' },
			element('progress', { class: 'busy', 'aria-label': texts.loading.heading }),
			heading(texts.loading.heading),
			element('p', { class: 'lead' }, texts.loading.text),
		),
	],
});
