import { byId } from './dom';
import { confirmRequest } from './flow/confirm';
import { askToReport, declineRequest, reportRequest } from './flow/deny';
import { expireWhenDue, type Flow } from './flow/flow';
import { openAddress, openTyped, showCodeEntry } from './flow/open';
import { makeRetrySignal } from './flow/retry';
import { sendValues } from './flow/send';
import { firstTexts, saveLanguage } from './language';
import { fillFrame } from './page-frame';
import { LanguageSwitch } from './parts/language-switch';
import { makeRenderer, type Renderer } from './render';
import type { PageState } from './state';
import { openTabStorage } from './tab-storage';
import type { Texts } from './texts';
import type { Actions } from './view';

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

function actionsOf(flow: Flow): Actions {
	return {
		openTyped: (text) => {
			openTyped(flow, text);
		},
		showCodeEntry: () => {
			showCodeEntry(flow);
		},
		confirm: ({ request }) => {
			confirmRequest(flow, request);
		},
		decline: (state) => {
			declineRequest(flow, state);
		},
		askToReport: (state) => {
			askToReport(flow, state);
		},
		report: (state) => {
			reportRequest(flow, state);
		},
		goBack: ({ from }) => {
			flow.show(from);
		},
		send: ({ request }, draft) => {
			sendValues(flow, request, draft);
		},
		retryNow: () => {
			flow.retry.notify();
		},
	};
}

void firstTexts().then(startPage);
