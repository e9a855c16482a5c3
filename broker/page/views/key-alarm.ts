import { messageView } from '../parts/message';
import type { MakeView } from '../view';

/** The key is not the one that the link names, or the link is damaged: a full stop, with no way on. */
export const keyAlarmView: MakeView<'key-alarm'> = ({ reason }, { texts }) => {
	const { heading, text, next } = texts.keyAlarm[reason];
	return messageView({
		icon: 'alert',
		tone: 'danger',
		heading,
		text: [text, next, texts.keyAlarm.nothingSent],
	});
};
