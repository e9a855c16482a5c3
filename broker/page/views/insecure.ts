import { messageView } from '../parts/message';
import type { MakeView } from '../view';

/** The page was reached without encryption: a full stop. */
export const insecureView: MakeView<'insecure'> = (_state, { texts }) =>
	messageView({
		icon: 'alert',
		tone: 'danger',
		heading: texts.insecure.heading,
		text: [texts.insecure.text, texts.insecure.next],
	});
