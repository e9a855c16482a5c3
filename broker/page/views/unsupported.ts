import { messageView } from '../parts/message';
import type { MakeView } from '../view';

/** The request is of a kind that this page does not know. */
export const unsupportedView: MakeView<'unsupported'> = (_state, { texts }) =>
	messageView({
		icon: 'alert',
		tone: 'warning',
		heading: texts.unsupported.heading,
		text: [texts.unsupported.text, texts.unsupported.next],
	});
