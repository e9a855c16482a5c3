import { byId } from './dom';
import { serviceName } from './page-frame';
import { TimeLeft } from './parts/time-left';
import { kindOf, type Failure, type PageState, type RequestKind, type StateOf } from './state';
import type { Texts } from './catalogue';
import type { View, ViewContext } from './view';
import { makeView, type LaterViews } from './views/make-view';

/** The part of the page that changes with its state. */
export interface Renderer {
	/** Shows a state. A new view takes focus on its heading; the same view is updated in place. */
	render(state: PageState): void;
	/** Adds the views that are loaded later, of requests of a kind. */
	addViews(kind: RequestKind, views: LaterViews): void;
	/** Changes the language. What was typed stays, what was opened stays open, and focus stays where it is. */
	translate(texts: Texts): void;
	/** Updates the time left. */
	tick(state: PageState): void;
}

/** Views without the explanation how this works: it would not be true there. A sign-in explains itself. */
const WITHOUT_EXPLANATION: readonly PageState['view'][] = ['key-error', 'insecure'];

/** Renders into the page's own markup (see connect.html). */
export function makeRenderer(initial: ViewContext): Renderer {
	const main = byId('main');
	const announcements = byId('announcements');
	const aside = byId('how');
	let context = initial;
	const later: Partial<Record<RequestKind, LaterViews>> = {};
	let shown: { readonly state: PageState; readonly view: View<never> } | undefined;
	const disclosures = () => Array.from(main.querySelectorAll('details'));
	const updateTitle = (): void => {
		const title = shown?.view.title ?? main.querySelector('h1')?.textContent ?? '';
		document.title = `${title} · ${serviceName()}`;
	};
	const announce = (text: string): void => {
		announcements.textContent = text;
	};
	const timeLeft = new TimeLeft(byId('time-left'), context.texts, announce);
	let announced: Failure['kind'] | undefined;

	/** Replaces what is shown by a new view of a state. */
	const replaceView = <Name extends PageState['view']>(name: Name, state: StateOf<Name>): void => {
		const kind = kindOf(state);
		const view = makeView(name, state, context, later[kind]);
		if (view === undefined) return;
		shown?.view.dispose?.();
		shown = { state, view };
		main.replaceChildren(...view.content);
		aside.hidden = kind === 'oauth' || WITHOUT_EXPLANATION.includes(name);
		updateTitle();
		announce('');
	};

	const show = <Name extends PageState['view']>(name: Name, state: StateOf<Name>): void => {
		// Where the name is the same, the view is of the state's own kind.
		if (shown?.state.view === name && (shown.view as View<StateOf<Name>>).update?.(state)) {
			shown = { ...shown, state };
			updateTitle();
			return;
		}
		replaceView(name, state);
		scrollTo(0, 0);
		main.querySelector('h1')?.focus();
	};

	return {
		render: (state) => {
			show(state.view, state);
			// A heading that has just taken focus is read out by itself.
			const inside = 'failure' in state && state.view !== 'unreachable';
			const failure = inside ? state.failure.kind : undefined;
			if (failure !== undefined && failure !== announced) announce(context.texts.failure[failure].title);
			announced = failure;
			timeLeft.update(state);
		},
		addViews: (kind, views) => {
			later[kind] = views;
		},
		translate: (texts) => {
			context = { ...context, texts };
			if (shown !== undefined) {
				const state = shown.view.stateWithInput?.() ?? shown.state;
				const open = disclosures().map((each) => each.open);
				replaceView(state.view, state);
				for (const [at, each] of disclosures().entries()) each.open = open[at] ?? false;
			}
			timeLeft.translate(texts);
		},
		tick: (state) => {
			timeLeft.update(state);
		},
	};
}
