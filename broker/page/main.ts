import { confirmRequest } from './flow/confirm';
import { declineRequest } from './flow/decline';
import { expireWhenDue } from './flow/expiry';
import type { Flow } from './flow/flow';
import { openAddress, openTyped, showCodeEntry } from './flow/open';
import { makeRetryBell } from './flow/repeat';
import { sendValues } from './flow/send';
import { makeRenderer } from './render';
import { fillShell } from './shell';
import type { PageState } from './state';
import { openTabMemory } from './storage';
import { textsFor } from './texts';
import type { Actions } from './view';

const TICK_MS = 1_000;

/** Puts the page together: its state, what shows it, and what changes it. */
function startPage(): void {
	const texts = textsFor(navigator.languages);
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
	fillShell(texts);
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
		send: ({ request }, draft) => {
			sendValues(flow, request, draft);
		},
		retryNow: () => {
			flow.bell.ring();
		},
	};
}

startPage();
