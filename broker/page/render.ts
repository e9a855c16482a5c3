import { byId } from './dom';
import { TimeLeft } from './parts/time-left';
import type { PageState, StateOf, Trouble } from './state';
import type { View, ViewContext } from './view';
import { makeView } from './views';

/** The part of the page that changes with its state. */
export interface Renderer {
	/** Shows a state. A new view takes focus on its heading; the same view is changed in place. */
	render(state: PageState): void;
	/** Brings the time left up to date. */
	tick(state: PageState): void;
}

/** Views beside which it would be wrong to promise anything. */
const ALARMS: readonly PageState['view'][] = ['key-alarm', 'insecure'];

/** Renders into the page's own markup (see connect.html). */
export function makeRenderer(context: ViewContext): Renderer {
	const main = byId('main');
	const announcements = byId('announcements');
	const aside = byId('how');
	const nameWindow = (): void => {
		document.title = context.texts.documentTitle(main.querySelector('h1')?.textContent ?? '');
	};
	const announce = (text: string): void => {
		announcements.textContent = text;
	};
	const timeLeft = new TimeLeft(byId('time-left'), context.texts, announce);
	let told: Trouble['kind'] | undefined;
	let shown: { readonly name: PageState['view']; readonly view: View<never> } | undefined;

	const show = <Name extends PageState['view']>(name: Name, state: StateOf<Name>): void => {
		// Where the name is the same, the view is of the state's own kind.
		if (shown?.name === name && (shown.view as View<StateOf<Name>>).update?.(state)) {
			nameWindow();
			return;
		}
		shown?.view.dispose?.();
		const view = makeView(name, state, context);
		shown = { name, view };
		main.replaceChildren(...view.content);
		aside.hidden = ALARMS.includes(name);
		nameWindow();
		announce('');
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
		tick: (state) => {
			timeLeft.update(state);
		},
	};
}
