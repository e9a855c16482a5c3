import { button } from '../parts/button';
import { messageView } from '../parts/message';
import type { MakeView } from '../view';

/** Nothing is open under the link; the broker does not say why, and must not. */
export const notOpenView: MakeView<'not-open'> = (_state, { texts, actions }) =>
	messageView({
		icon: 'link',
		tone: 'calm',
		heading: texts.notOpen.heading,
		text: [texts.notOpen.text, texts.notOpen.next],
		below: [button('quiet', actions.showCodeEntry, texts.button.typeCode)],
	});
