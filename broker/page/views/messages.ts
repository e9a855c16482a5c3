import { translateBuiltIn } from '../built-in-text';
import { element, heading, untrustedText, type Child } from '../dom';
import { button } from '../parts/button';
import { roundIcon, type IconName, type Tone } from '../parts/icon';
import { summaryRow } from '../parts/request-summary';
import { fill, type Texts } from '../catalogue';
import type { StateOf, UsedLink } from '../state';
import { eachSecond, formatMoment, timeAgo } from '../time';
import type { MakeView, ViewContext } from '../view';

/** What happened, and what to do next: an icon, a heading and paragraphs, the first of them larger. */
interface Message {
	readonly icon: IconName;
	readonly tone: Tone;
	readonly heading: string;
	readonly text: string;
	readonly next: string;
	/** When it happened, between heading and text. */
	readonly moment?: HTMLElement;
	readonly below?: readonly Child[];
}

type MessageName =
	| 'answered'
	| 'declined'
	| 'done'
	| 'expired'
	| 'insecure'
	| 'key-error'
	| 'not-open'
	| 'refused'
	| 'reported'
	| 'unsupported'
	| 'unsure'
	| 'used';

const MESSAGES: {
	readonly [Name in MessageName]: (state: StateOf<Name>, context: ViewContext) => Message;
} = {
	answered: (_, { texts }) => ({ icon: 'alert', tone: 'warning', ...texts.answered }),
	declined: (_, { texts }) => ({ icon: 'cross', tone: 'calm', ...texts.declined }),
	done: ({ ended }, { texts }) => ({
		icon: 'check',
		tone: 'good',
		...texts.done,
		below: [
			element(
				'dl',
				{ class: 'summary' },
				...summaryRow(texts.done.what, untrustedText(translateBuiltIn(ended.displayName, texts))),
				...(ended.requester === undefined ? [] : summaryRow(texts.done.who, untrustedText(ended.requester))),
			),
			element('p', {}, texts.done.mistake),
			element('p', { class: 'close' }, texts.done.close),
		],
	}),
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
	reported: (_, { texts }) => ({ icon: 'flag', tone: 'calm', ...texts.reported }),
	unsupported: (_, { texts }) => ({ icon: 'alert', tone: 'warning', ...texts.unsupported }),
	unsure: (_, { texts }) => ({ icon: 'clock', tone: 'warning', ...texts.unsure }),
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
	return (state, context) => {
		const message = MESSAGES[name](state, context);
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
	};
}
