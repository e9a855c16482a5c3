import { messageView } from '../parts/message';
import type { MakeView } from '../view';

/** The time is up, or the agent took the request back. */
export const expiredView: MakeView<'expired'> = (_state, { texts }) =>
	messageView({
		icon: 'clock',
		tone: 'calm',
		heading: texts.expired.heading,
		text: [texts.expired.text, texts.expired.next],
	});
