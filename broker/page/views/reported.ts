import { messageView } from '../parts/message';
import type { MakeView } from '../view';

/** The person reported the request. */
export const reportedView: MakeView<'reported'> = (_state, { texts }) =>
	messageView({
		icon: 'flag',
		tone: 'calm',
		heading: texts.reported.heading,
		text: [texts.reported.text, texts.reported.next],
	});
