import { fill } from '../catalogue';
import { element, heading } from '../dom';
import { FailureNote } from '../parts/failure-note';
import { signInTexts } from '../parts/sign-in-texts';
import type { StateOf } from '../state';
import type { MakeView, View, ViewContext } from '../view';

/** From the way back until the broker has confirmed that it has the answer. */
export const passingOnView: MakeView<'sending'> = (state, context) => {
	const { passingOn } = signInTexts(context.texts);
	const { oauth } = state.request.session;
	const text = passingOn.text[oauth?.redeemed_by ?? 'agent'];
	return progress(state, context, passingOn.heading, fill(text, { provider: oauth?.provider_name ?? '' }));
};

/** The sender is told that the sign-in did not work. */
export const endingView: MakeView<'sign-in-ending'> = (state, context) => {
	const { heading: title, text } = signInTexts(context.texts).ending;
	return progress(state, context, title, text);
};

function progress<State extends StateOf<'sending' | 'sign-in-ending'>>(
	state: State,
	context: ViewContext,
	title: string,
	text: string,
): View<State> {
	const bar = element('progress', { class: 'busy', 'aria-label': title });
	const note = new FailureNote(context, state.failure);
	const update = ({ failure }: State): boolean => {
		bar.hidden = failure?.retryAt !== undefined;
		note.update(failure);
		return true;
	};
	update(state);
	const lead = element('p', { class: 'lead' }, text);
	return {
		content: [element('div', { class: 'card message calm' }, bar, heading(title), lead, note.element)],
		update,
	};
}
