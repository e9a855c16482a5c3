import type { Draft, EndQuestion, PageState, StateOf } from './state';
import type { Texts } from './catalogue';

/** What a person can do. Each starts one step of the page. */
export interface Actions {
	readonly openTyped: (text: string) => void;
	readonly showCodeEntry: () => void;
	readonly confirm: (state: StateOf<'check'>) => void;
	/** Asks whether to decline, or to report, a request. Nothing is sent yet. */
	readonly askToEnd: (how: EndQuestion['view'], from: EndQuestion['from']) => void;
	readonly end: (state: EndQuestion) => void;
	readonly goBack: (state: EndQuestion) => void;
	readonly send: (state: StateOf<'form'>, draft: Draft) => void;
	/** Sends the person to the provider, to sign in. */
	readonly signIn: (state: StateOf<'sign-in' | 'sign-in-again'>) => void;
	/** Gives up a sign-in that the provider did not answer. */
	readonly stop: (state: StateOf<'sign-in-again'>) => void;
	readonly retryNow: () => void;
}

/** What every view works with. */
export interface ViewContext {
	readonly texts: Texts;
	readonly actions: Actions;
}

/** The DOM of one state. */
export interface View<State extends PageState = PageState> {
	/** Everything in the main landmark, with one h1. */
	readonly content: readonly Node[];
	/** The title of the window; where left out, the h1 is. */
	readonly title?: string;
	/**
	 * Shows another state of the same view in place, so that focus and typed text stay.
	 * @returns false where it needs a new view after all
	 */
	update?(state: State): boolean;
	/** The state with everything that was typed into the view, so that a new view of it loses nothing. */
	stateWithInput?(): PageState;
	/** Clears values that must not outlive the view. */
	dispose?(): void;
}

/** Makes the view of a state. */
export type MakeView<Name extends PageState['view']> = (
	state: StateOf<Name>,
	context: ViewContext,
) => View<StateOf<Name>>;
