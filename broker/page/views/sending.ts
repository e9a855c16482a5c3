import { element } from '../dom';
import { heading } from '../parts/heading';
import { TroubleNote } from '../parts/trouble-note';
import type { StateOf } from '../state';
import type { MakeView } from '../view';

/** From the moment of sealing until the broker has said that it holds the envelope. */
export const sendingView: MakeView<'sending'> = (state, context) => {
	const { sending } = context.texts;
	const title = heading(sending.heading[state.phase]);
	const text = element('p', { class: 'lead' });
	const progress = element('progress', { class: 'busy', 'aria-label': sending.heading.sending });
	const note = new TroubleNote(context, state.trouble);
	const update = ({ phase, trouble }: StateOf<'sending'>): boolean => {
		title.textContent = sending.heading[phase];
		text.textContent = sending.text[phase];
		progress.hidden = trouble?.retryAt !== undefined;
		note.update(trouble);
		return true;
	};
	update(state);
	const content = element('div', { class: 'card message calm' }, progress, title, text, note.element);
	return { content: [content], update };
};
