import { messageView } from '../parts/message';
import type { MakeView } from '../view';

/** The person said no. */
export const declinedView: MakeView<'declined'> = (_state, { texts }) =>
	messageView({
		icon: 'cross',
		tone: 'calm',
		heading: texts.declined.heading,
		text: [texts.declined.text, texts.declined.next],
	});
