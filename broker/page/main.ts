import type { Call } from './api';
import { byId } from './dom';
import { firstActions } from './flow/first-actions';
import { expireWhenDue, type Flow, type LaterSteps } from './flow/flow';
import { openAddress } from './flow/open';
import { makeRetrySignal } from './flow/retry';
import { chosenLanguage, documentTexts, saveLanguage } from './language';
import { loadLater } from './load-later';
import { fillFrame } from './page-frame';
import { LanguageSwitch } from './parts/language-switch';
import { makeRenderer, type Renderer } from './render';
import { kindOf, type PageState, type RequestKind } from './state';
import { showPage } from './other-language';
import { openTabStorage } from './tab-storage';
import type { Texts } from './catalogue';

const TICK_MS = 1_000;
/** How long the texts of a language that was chosen once are waited for, before the document's own are shown. */
const CHOSEN_TEXTS_MS = 5_000;

/** Connects the page's parts: its state, what renders it, and what changes it. */
function startPage(texts: Texts, failed: boolean): void {
	let state: PageState = { view: 'loading' };
	let step = new AbortController();
	let fetched = false;
	const laterOf = (kind: RequestKind): Call<LaterSteps> => {
		const load = loadLater(kind);
		let steps: LaterSteps | undefined;
		return async (signal) => {
			const answer = await load(signal);
			if (answer.kind !== 'ok') return answer;
			const { LATER_VIEWS, laterSteps } = answer.value;
			if (steps === undefined) renderer.addViews(kind, LATER_VIEWS);
			steps ??= laterSteps(flow);
			return { kind: 'ok', value: steps };
		};
	};
	const later = { form: laterOf('form'), oauth: laterOf('oauth') };
	const flow: Flow = {
		storage: openTabStorage(),
		retry: makeRetrySignal(),
		later: (kind) => later[kind],
		show: (next) => {
			state = next;
			renderer.render(next);
			// As soon as there is something to press, what follows is fetched. Where that fails, the press tries again.
			if (fetched || (next.view !== 'check' && next.view !== 'enter-code')) return;
			fetched = true;
			void later[kindOf(next)](step.signal);
		},
		begin: () => {
			step.abort();
			step = new AbortController();
			return step.signal;
		},
	};
	const renderer = makeRenderer({ texts, actions: firstActions(flow, () => state) });
	offerLanguages(renderer, texts, failed);
	if (!isSecureContext) {
		flow.show({ view: 'insecure' });
		return;
	}
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

/**
 * Lets people choose another language; of several that are chosen while they load, the last one is shown.
 * @param failed whether the language that was chosen before did not load
 */
function offerLanguages(renderer: Renderer, texts: Texts, failed: boolean): void {
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
	languages.show(texts, failed);
}

/**
 * Starts in the language of the document, or in the one that was chosen here once: its texts arrive with what is asked
 * for, which the document's head has begun to look up.
 */
async function start(): Promise<void> {
	const texts = documentTexts();
	const loading = chosenLanguage()?.load();
	const tooLong = new Promise<undefined>((resolve) => {
		setTimeout(resolve, CHOSEN_TEXTS_MS, undefined);
	});
	const chosen = await Promise.race([loading, tooLong]).catch(() => undefined);
	startPage(chosen ?? texts, loading !== undefined && chosen === undefined);
	showPage();
}

void start();
