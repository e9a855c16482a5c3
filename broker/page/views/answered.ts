import { messageView } from '../parts/message';
import type { MakeView } from '../view';

/** The request was decided before this tab's answer reached the broker. */
export const answeredView: MakeView<'answered'> = (_state, { texts }) =>
	messageView({
		icon: 'alert',
		tone: 'warning',
		heading: texts.answered.heading,
		text: [texts.answered.text, texts.answered.next],
	});
