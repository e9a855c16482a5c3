import type { PageState, StateOf } from '../state';
import type { MakeView, View, ViewContext } from '../view';
import { checkView } from './check';
import { enterCodeView } from './enter-code';
import { messageView } from './messages';
import { unreachableView } from './unreachable';

/** Views that come after the first press, and are loaded after the first view. */
type LaterView = 'decline' | 'form' | 'report' | 'sending';
/** What the page shows by script: that it is loading stands in the document itself. */
type ViewName = Exclude<PageState['view'], 'loading'>;
type Views<Name extends ViewName> = { readonly [Each in Name]: MakeView<Each> };

/** The views that are loaded later. */
export type LaterViews = Views<LaterView>;

const FIRST_VIEWS: Views<Exclude<ViewName, LaterView>> = {
	answered: messageView('answered'),
	check: checkView,
	declined: messageView('declined'),
	done: messageView('done'),
	'enter-code': enterCodeView,
	expired: messageView('expired'),
	insecure: messageView('insecure'),
	'key-error': messageView('key-error'),
	'not-open': messageView('not-open'),
	refused: messageView('refused'),
	reported: messageView('reported'),
	unreachable: unreachableView,
	unsupported: messageView('unsupported'),
	unsure: messageView('unsure'),
	used: messageView('used'),
};

/** Makes the view of a state; undefined where the document shows it, or its view is not there yet. */
export function makeView<Name extends PageState['view']>(
	name: Name,
	state: StateOf<Name>,
	context: ViewContext,
	later: Partial<LaterViews>,
): View<StateOf<Name>> | undefined {
	const views: { readonly [Each in PageState['view']]?: MakeView<Each> } = { ...FIRST_VIEWS, ...later };
	return views[name]?.(state, context);
}
