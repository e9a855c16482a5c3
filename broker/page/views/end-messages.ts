import { translateBuiltIn } from '../built-in-text';
import { element, untrustedText } from '../dom';
import { summaryRow } from '../parts/request-summary';
import type { Ending, StateOf } from '../state';
import type { MakeView, ViewContext } from '../view';
import { showMessage, type Message } from './messages';

type EndName = Exclude<Ending, 'expired' | `sign-in${string}`>;

const MESSAGES: { readonly [Name in EndName]: (state: StateOf<Name>, context: ViewContext) => Message } = {
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
	reported: (_, { texts }) => ({ icon: 'flag', tone: 'calm', ...texts.reported }),
	unsure: (_, { texts }) => ({ icon: 'clock', tone: 'warning', ...texts.unsure }),
};

/** How a request has ended, once something was pressed. */
export const END_MESSAGES: { readonly [Name in EndName]: MakeView<Name> } = {
	answered: endMessage('answered'),
	declined: endMessage('declined'),
	done: endMessage('done'),
	reported: endMessage('reported'),
	unsure: endMessage('unsure'),
};

function endMessage<Name extends EndName>(name: Name): MakeView<Name> {
	return (state, context) => showMessage(MESSAGES[name](state, context));
}
