import { messageView } from '../parts/message';
import type { MakeView } from '../view';

/** Somebody, perhaps the same person, has opened the link before. */
export const openedElsewhereView: MakeView<'opened-elsewhere'> = (_state, { texts }) =>
	messageView({
		icon: 'link',
		tone: 'warning',
		heading: texts.openedElsewhere.heading,
		text: [texts.openedElsewhere.text, texts.openedElsewhere.next],
	});
