import type { PageState, StateOf } from '../state';
import type { MakeView, View, ViewContext } from '../view';
import { checkView } from './check';
import { enterCodeView } from './enter-code';
import { messageView } from './messages';
import { unreachableView } from './unreachable';

/** Views that come after the first press, and are loaded after the first view. */
type LaterView = 'answered' | 'decline' | 'declined' | 'done' | 'report' | 'reported' | 'sending' | 'unsure';
type SignInView = Extract<ViewName, `sign-in${string}`>;
/** What the page shows by script: that it is loading stands in the document itself. */
type ViewName = Exclude<PageState['view'], 'loading'>;
type Views<Name extends ViewName> = { readonly [Each in Name]: MakeView<Each> };

/** The views that are loaded later: those of values, or those of a sign-in, which takes others than the first as well. */
export type LaterViews = Views<LaterView> & Partial<Views<ViewName>>;

const FIRST_VIEWS: Views<Exclude<ViewName, LaterView | SignInView | 'form'>> = {
	check: checkView,
	'enter-code': enterCodeView,
	expired: messageView('expired'),
	insecure: messageView('insecure'),
	'key-error': messageView('key-error'),
	'not-open': messageView('not-open'),
	refused: messageView('refused'),
	unreachable: unreachableView,
	used: messageView('used'),
};

/**
 * Makes the view of a state; undefined where the document shows it, or its view is not there yet.
 * @param later views of what the state's request asks for
 */
export function makeView<Name extends PageState['view']>(
	name: Name,
	state: StateOf<Name>,
	context: ViewContext,
	later: LaterViews | undefined,
): View<StateOf<Name>> | undefined {
	const views: { readonly [Each in PageState['view']]?: MakeView<Each> } = { ...FIRST_VIEWS, ...later };
	return views[name]?.(state, context);
}
