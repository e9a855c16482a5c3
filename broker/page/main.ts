import { byId } from './dom';
import { confirmRequest } from './flow/confirm';
import { declineRequest } from './flow/decline';
import { expireWhenDue } from './flow/expiry';
import type { Flow } from './flow/flow';
import { openAddress, openTyped, showCodeEntry } from './flow/open';
import { makeRetryBell } from './flow/repeat';
import { askToReport, reportRequest } from './flow/report';
import { sendValues } from './flow/send';
import { firstTexts, rememberLanguage } from './language';
import { LanguageSwitch } from './parts/language-switch';
import { makeRenderer, type Renderer } from './render';
import { fillShell } from './shell';
import type { PageState } from './state';
import { openTabMemory } from './storage';
import type { Texts } from './texts';
import type { Actions } from './view';

const TICK_MS = 1_000;

/** Puts the page together: its state, what shows it, and what changes it. */
function startPage(texts: Texts): void {
	let state: PageState = { view: 'loading' };
	let step = new AbortController();
	const flow: Flow = {
		memory: openTabMemory(),
		bell: makeRetryBell(),
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
	// Another link, pasted over this one: it may name another key, so everything starts again.
	window.addEventListener('hashchange', () => {
		location.reload();
	});
	openAddress(flow);
}

/** Lets people choose another language; of several that are chosen while they load, the last one is spoken. */
function offerLanguages(renderer: Renderer, texts: Texts): void {
	let spoken = texts;
	let wanted = texts.language;
	const languages = new LanguageSwitch(byId('language'), ({ tag, load }) => {
		wanted = tag;
		load().then(
			(loaded) => {
				if (wanted !== tag) return;
				rememberLanguage(tag);
				spoken = loaded;
				fillShell(loaded);
				languages.show(loaded);
				renderer.speak(loaded);
			},
			() => {
				if (wanted === tag) languages.show(spoken, true);
			},
		);
	});
	fillShell(texts);
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
			flow.bell.ring();
		},
	};
}

void firstTexts().then(startPage);
