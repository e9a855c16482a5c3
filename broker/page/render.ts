import { byId } from './dom';
import { TimeLeft } from './parts/time-left';
import { serviceName } from './shell';
import type { PageState, StateOf, Trouble } from './state';
import type { Texts } from './texts';
import type { View, ViewContext } from './view';
import { makeView } from './views';

/** The part of the page that changes with its state. */
export interface Renderer {
	/** Shows a state. A new view takes focus on its heading; the same view is changed in place. */
	render(state: PageState): void;
	/** Says everything in another language. What was typed stays, and so does focus. */
	speak(texts: Texts): void;
	/** Brings the time left up to date. */
	tick(state: PageState): void;
}

/** Views beside which it would be wrong to promise anything. */
const ALARMS: readonly PageState['view'][] = ['key-alarm', 'insecure'];

/** Renders into the page's own markup (see connect.html). */
export function makeRenderer(initial: ViewContext): Renderer {
	const main = byId('main');
	const announcements = byId('announcements');
	const aside = byId('how');
	let context = initial;
	const nameWindow = (): void => {
		document.title = `${main.querySelector('h1')?.textContent ?? ''} · ${serviceName()}`;
	};
	const announce = (text: string): void => {
		announcements.textContent = text;
	};
	const timeLeft = new TimeLeft(byId('time-left'), context.texts, announce);
	let told: Trouble['kind'] | undefined;
	let shown: { readonly state: PageState; readonly view: View<never> } | undefined;

	/** Puts a new view of a state in place of what is shown. */
	const put = <Name extends PageState['view']>(name: Name, state: StateOf<Name>): void => {
		shown?.view.dispose?.();
		const view = makeView(name, state, context);
		shown = { state, view };
		main.replaceChildren(...view.content);
		aside.hidden = ALARMS.includes(name);
		nameWindow();
		announce('');
	};

	const show = <Name extends PageState['view']>(name: Name, state: StateOf<Name>): void => {
		// Where the name is the same, the view is of the state's own kind.
		if (shown?.state.view === name && (shown.view as View<StateOf<Name>>).update?.(state)) {
			shown = { ...shown, state };
			nameWindow();
			return;
		}
		put(name, state);
		scrollTo(0, 0);
		main.querySelector('h1')?.focus();
	};

	return {
		render: (state) => {
			show(state.view, state);
			// The heading of a view that has just taken focus is read out by itself.
			const inside = 'trouble' in state && state.view !== 'unreachable';
			const trouble = inside ? state.trouble.kind : undefined;
			if (trouble !== undefined && trouble !== told) announce(context.texts.trouble[trouble].title);
			told = trouble;
			timeLeft.update(state);
		},
		speak: (texts) => {
			context = { ...context, texts };
			if (shown !== undefined) {
				const state = shown.view.keep?.() ?? shown.state;
				put(state.view, state);
			}
			timeLeft.speak(texts);
		},
		tick: (state) => {
			timeLeft.update(state);
		},
	};
}
