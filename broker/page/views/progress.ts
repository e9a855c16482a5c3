import { element, heading } from '../dom';
import { FailureNote } from '../parts/failure-note';
import type { StateOf } from '../state';
import type { MakeView } from '../view';

/** From encryption until the broker has confirmed that it has the envelope. */
export const sendingView: MakeView<'sending'> = (state, context) => {
	const { sending } = context.texts;
	const title = heading(sending.heading[state.phase]);
	const text = element('p', { class: 'lead' });
	const progress = progressBar(sending.heading.sending);
	const note = new FailureNote(context, state.failure);
	const update = ({ phase, failure }: StateOf<'sending'>): boolean => {
		title.textContent = sending.heading[phase];
		text.textContent = sending.text[phase];
		progress.hidden = failure?.retryAt !== undefined;
		note.update(failure);
		return true;
	};
	update(state);
	const content = element('div', { class: 'card message calm' }, progress, title, text, note.element);
	return { content: [content], update };
};

function progressBar(label: string): HTMLProgressElement {
	return element('progress', { class: 'busy', 'aria-label': label });
}
