import type { PageState, StateOf } from '../state';
import type { MakeView, View, ViewContext } from '../view';
import { answeredView } from './answered';
import { checkView } from './check';
import { declinedView } from './declined';
import { doneView } from './done';
import { enterCodeView } from './enter-code';
import { expiredView } from './expired';
import { formView } from './form';
import { insecureView } from './insecure';
import { keyAlarmView } from './key-alarm';
import { loadingView } from './loading';
import { notOpenView } from './not-open';
import { openedElsewhereView } from './opened-elsewhere';
import { refusedView } from './refused';
import { reportView } from './report';
import { reportedView } from './reported';
import { sendingView } from './sending';
import { unreachableView } from './unreachable';
import { unsupportedView } from './unsupported';
import { unsureView } from './unsure';

const VIEWS: { readonly [Name in PageState['view']]: MakeView<Name> } = {
	answered: answeredView,
	check: checkView,
	declined: declinedView,
	done: doneView,
	'enter-code': enterCodeView,
	expired: expiredView,
	form: formView,
	insecure: insecureView,
	'key-alarm': keyAlarmView,
	loading: loadingView,
	'not-open': notOpenView,
	'opened-elsewhere': openedElsewhereView,
	refused: refusedView,
	report: reportView,
	reported: reportedView,
	sending: sendingView,
	unreachable: unreachableView,
	unsupported: unsupportedView,
	unsure: unsureView,
};

/** Makes a state visible with its own view. */
export function makeView<Name extends PageState['view']>(
	name: Name,
	state: StateOf<Name>,
	context: ViewContext,
): View<StateOf<Name>> {
	return VIEWS[name](state, context);
}
