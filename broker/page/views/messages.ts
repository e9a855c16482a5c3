import { element, heading, type Child } from '../dom';
import { button } from '../parts/button';
import { roundIcon, type IconName, type Tone } from '../parts/icon';
import { fill, type Texts } from '../catalogue';
import type { StateOf, UsedLink } from '../state';
import { eachSecond, formatMoment, timeAgo } from '../time';
import type { MakeView, View, ViewContext } from '../view';

/** What happened, and what to do next: an icon, a heading and paragraphs, the first of them larger. */
export interface Message {
	readonly icon: IconName;
	readonly tone: Tone;
	readonly heading: string;
	readonly text: string;
	readonly next: string;
	/** When it happened, between heading and text. */
	readonly moment?: HTMLElement;
	readonly below?: readonly Child[];
}

type MessageName = 'expired' | 'insecure' | 'key-error' | 'not-open' | 'refused' | 'used';

const MESSAGES: {
	readonly [Name in MessageName]: (state: StateOf<Name>, context: ViewContext) => Message;
} = {
	expired: (_, { texts }) => ({ icon: 'clock', tone: 'calm', ...texts.expired }),
	insecure: (_, { texts }) => ({ icon: 'alert', tone: 'danger', ...texts.insecure }),
	// There is nothing to press: whoever goes on might give the credential to somebody else.
	'key-error': ({ reason }, { texts }) => ({
		icon: 'alert',
		tone: 'danger',
		...texts.keyError[reason],
		below: [element('p', {}, texts.keyError.nothingSent)],
	}),
	'not-open': (_, { texts, actions }) => ({
		icon: 'link',
		tone: 'calm',
		...texts.notOpen,
		below: [button('quiet', actions.showCodeEntry, texts.button.typeCode)],
	}),
	refused: ({ status, code }, { texts: { refused } }) => ({
		icon: 'alert',
		tone: 'danger',
		...refused,
		below: [
			element('p', { class: 'report' }, element('code', {}, `${String(status)} ${code ?? refused.unknown}`)),
		],
	}),
	used: ({ used }, { texts }) => ({
		...USED_LOOKS[used?.state ?? 'confirmed'],
		...texts.used[used?.state ?? 'confirmed'],
		...(used === undefined ? {} : { moment: usedMoment(used, texts) }),
	}),
};

/** Icon and tone by how a link was used. That somebody else has opened or answered it may be bad news. */
const USED_LOOKS: Readonly<Record<UsedLink['state'], Pick<Message, 'icon' | 'tone'>>> = {
	confirmed: { icon: 'link', tone: 'warning' },
	answered: { icon: 'check', tone: 'warning' },
	declined: { icon: 'cross', tone: 'calm' },
	expired: { icon: 'clock', tone: 'calm' },
	cancelled: { icon: 'cross', tone: 'calm' },
};

function usedMoment({ state, at, since }: UsedLink, { used, language }: Texts): HTMLElement {
	const line = element('p', { class: 'moment' });
	eachSecond(line, () => {
		line.textContent = fill(used[state].when, {
			time: formatMoment(at, language),
			ago: timeAgo(since, language),
		});
	});
	return line;
}

/** The view of a state that is a message. */
export function messageView<Name extends MessageName>(name: Name): MakeView<Name> {
	return (state, context) => showMessage(MESSAGES[name](state, context));
}

/** The view of a message. */
export function showMessage(message: Message): View<never> {
	const content = element(
		'div',
		{ class: `card message ${message.tone}` },
		roundIcon(message.icon, message.tone),
		heading(message.heading),
		message.moment,
		element('p', { class: 'lead' }, message.text),
		element('p', {}, message.next),
		...(message.below ?? []),
	);
	return { content: [content] };
}
