import { fill } from '../catalogue';
import { element, untrustedText, type Child } from '../dom';
import { summaryRow } from '../parts/request-summary';
import { signInTexts } from '../parts/sign-in-texts';
import type { EndedRequest, StateOf } from '../state';
import type { MakeView, ViewContext } from '../view';
import { visibleText } from '../visible-text';
import type { LaterViews } from './make-view';
import { showMessage, type Message } from './messages';

type Looks = Pick<Message, 'icon' | 'tone'>;

/** What is said where a sign-in has ended, or cannot go on. */
export const SIGN_IN_MESSAGES = {
	answered: ended('answered', { icon: 'alert', tone: 'warning' }),
	done: ({ ended: request }, context) => {
		const { done } = signInTexts(context.texts);
		const text = done.text[request.signIn?.redeemed_by ?? 'agent'];
		return showMessage({
			icon: 'check',
			tone: 'good',
			...filled({ heading: done.heading, text, next: done.next }, request),
			below: doneDetails(request, context),
		});
	},
	'sign-in-alarm': (_, { texts }) =>
		showMessage({
			icon: 'alert',
			tone: 'danger',
			...signInTexts(texts).alarm,
			// There is nothing to press: whoever goes on might sign somebody else in.
			below: [element('p', {}, texts.keyError.nothingSent)],
		}),
	'sign-in-elsewhere': ({ answer }, { texts }) => {
		const { elsewhere, nothing, answered } = signInTexts(texts);
		if (answer === 'none') return showMessage({ icon: 'link', tone: 'calm', ...nothing });
		if (answer === 'ended') return showMessage({ icon: 'alert', tone: 'warning', ...answered });
		const ways = elsewhere.ways.map((way) => element('li', {}, way));
		return showMessage({
			icon: 'link',
			tone: 'warning',
			...elsewhere,
			below: [element('ul', { class: 'effects' }, ...ways)],
		});
	},
	'sign-in-failed': ended('sign-in-failed', { icon: 'alert', tone: 'warning' }, reasonLine),
	'sign-in-late': ended('sign-in-late', { icon: 'clock', tone: 'calm' }),
	'sign-in-mixed-up': ended('sign-in-mixed-up', { icon: 'alert', tone: 'danger' }),
	'sign-in-refused': ended('sign-in-refused', { icon: 'cross', tone: 'calm' }),
	unsure: ended('unsure', { icon: 'clock', tone: 'warning' }),
} satisfies Partial<LaterViews>;

/** Ends that are a message, and nothing beside it. */
const ENDS = {
	answered: 'answered',
	'sign-in-failed': 'failed',
	'sign-in-late': 'late',
	'sign-in-mixed-up': 'mixedUp',
	'sign-in-refused': 'refused',
	unsure: 'unsure',
} as const;

/** The view of one way for a sign-in to end. */
function ended<Name extends keyof typeof ENDS>(
	name: Name,
	looks: Looks,
	below: (ended: EndedRequest) => readonly Child[] = () => [],
): MakeView<Name> {
	return (state, { texts }) => {
		const { ended: request } = state as StateOf<keyof typeof ENDS>;
		return showMessage({
			...looks,
			...filled(signInTexts(texts)[ENDS[name]], request),
			below: below(request),
		});
	};
}

function filled(
	texts: Pick<Message, 'heading' | 'text' | 'next'>,
	{ signIn }: EndedRequest,
): Pick<Message, 'heading' | 'text' | 'next'> {
	const values = { provider: visibleText(signIn?.provider_name ?? '') };
	return {
		heading: fill(texts.heading, values),
		text: fill(texts.text, values),
		next: fill(texts.next, values),
	};
}

function doneDetails({ signIn, requester }: EndedRequest, { texts }: ViewContext): readonly Child[] {
	const { with: withWhom, who } = signInTexts(texts).done;
	return [
		element(
			'dl',
			{ class: 'summary' },
			...summaryRow(withWhom, untrustedText(signIn?.provider_name ?? '')),
			...(requester === undefined ? [] : summaryRow(who, untrustedText(requester))),
		),
		element('p', { class: 'close' }, texts.done.close),
	];
}

/** What the sender is told, to be told once more. */
function reasonLine({ reason = '' }: EndedRequest): readonly Child[] {
	return [element('p', { class: 'report' }, element('code', { dir: 'ltr' }, reason))];
}
