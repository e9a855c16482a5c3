import { element } from '../dom';
import { messageView } from '../parts/message';
import type { MakeView } from '../view';

/** The broker's refusal is one that should not happen; its code helps whoever looks into it. */
export const refusedView: MakeView<'refused'> = ({ status, code }, { texts: { refused } }) =>
	messageView({
		icon: 'alert',
		tone: 'danger',
		heading: refused.heading,
		text: [refused.text, refused.next],
		below: [
			element('p', { class: 'report' }, element('code', {}, `${String(status)} ${code ?? refused.unknown}`)),
		],
	});
