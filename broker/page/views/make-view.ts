import type { PageState, StateOf } from '../state';
import type { MakeView, View, ViewContext } from '../view';
import { checkView } from './check';
import { endView } from './end';
import { enterCodeView } from './enter-code';
import { formView } from './form';
import { messageView } from './messages';
import { loadingView, sendingView } from './progress';
import { unreachableView } from './unreachable';

const VIEWS: { readonly [Name in PageState['view']]: MakeView<Name> } = {
	answered: messageView('answered'),
	check: checkView,
	decline: endView,
	declined: messageView('declined'),
	done: messageView('done'),
	'enter-code': enterCodeView,
	expired: messageView('expired'),
	form: formView,
	insecure: messageView('insecure'),
	'key-error': messageView('key-error'),
	loading: loadingView,
	'not-open': messageView('not-open'),
	refused: messageView('refused'),
	report: endView,
	reported: messageView('reported'),
	sending: sendingView,
	unreachable: unreachableView,
	unsupported: messageView('unsupported'),
	unsure: messageView('unsure'),
	used: messageView('used'),
};

/** Makes the view of a state. */
export function makeView<Name extends PageState['view']>(
	name: Name,
	state: StateOf<Name>,
	context: ViewContext,
): View<StateOf<Name>> {
	return VIEWS[name](state, context);
}
