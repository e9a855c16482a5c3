import { messageView } from '../parts/message';
import type { MakeView } from '../view';

/** The time ran out before the broker said that it holds the envelope. */
export const unsureView: MakeView<'unsure'> = (_state, { texts }) =>
	messageView({
		icon: 'clock',
		tone: 'warning',
		heading: texts.unsure.heading,
		text: [texts.unsure.text, texts.unsure.next],
	});
