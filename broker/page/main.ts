import { byId } from './dom';
import { actionsOf } from './flow/actions';
import { expireWhenDue, type Flow } from './flow/flow';
import { openAddress } from './flow/open';
import { makeRetrySignal } from './flow/retry';
import { firstTexts, saveLanguage } from './language';
import { fillFrame } from './page-frame';
import { LanguageSwitch } from './parts/language-switch';
import { makeRenderer, type Renderer } from './render';
import type { PageState } from './state';
import { openTabStorage } from './tab-storage';
import type { Texts } from './catalogue';

const TICK_MS = 1_000;

/** Connects the page's parts: its state, what renders it, and what changes it. */
function startPage(texts: Texts): void {
	let state: PageState = { view: 'loading' };
	let step = new AbortController();
	const flow: Flow = {
		storage: openTabStorage(),
		retry: makeRetrySignal(),
		show: (next) => {
			state = next;
			renderer.render(next);
		},
		begin: () => {
			step.abort();
			step = new AbortController();
			return step.signal;
		},
	};
	const renderer = makeRenderer({ texts, actions: actionsOf(flow) });
	offerLanguages(renderer, texts);
	flow.show(isSecureContext ? state : { view: 'insecure' });
	if (!isSecureContext) return;

	setInterval(() => {
		renderer.tick(state);
		expireWhenDue(flow, state);
	}, TICK_MS);
	// Another link was pasted over this one. It may have another key, so everything starts again.
	window.addEventListener('hashchange', () => {
		location.reload();
	});
	openAddress(flow);
}

/** Lets people choose another language; of several that are chosen while they load, the last one is shown. */
function offerLanguages(renderer: Renderer, texts: Texts): void {
	let current = texts;
	let chosen = texts.language;
	const languages = new LanguageSwitch(byId('language'), ({ tag, load }) => {
		chosen = tag;
		load().then(
			(loaded) => {
				if (chosen !== tag) return;
				saveLanguage(tag);
				current = loaded;
				fillFrame(loaded);
				languages.show(loaded);
				renderer.translate(loaded);
			},
			() => {
				if (chosen === tag) languages.show(current, true);
			},
		);
	});
	fillFrame(texts);
	languages.show(texts);
}

void firstTexts().then(startPage);
