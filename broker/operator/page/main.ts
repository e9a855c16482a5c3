import { byId, element } from '../../page/dom';
import type { EndingList, KeyCount, Selection, SessionList } from '../operator';
import { CallFailed, end, readEndings, readSessions, storedToken, storeToken } from './api';
import { ask } from './dialog';
import { button, openOf, overview, type Actions } from './overview';

/** Requests that the page lists. */
const LISTED = 200;
const CONSEQUENCE =
	'Their links stop working, and the agents learn that they were cancelled. This cannot be undone.';

let chosen: string | undefined;

const actions: Actions = {
	choose: (key) => {
		chosen = key;
		void refresh();
	},
	endOne: ({ id }) => {
		if (id !== null) void endAfterAsking({ ids: [id] }, `End request ${id}?`, 'End it');
	},
	endKey: (count: KeyCount) => {
		const { key } = count;
		if (key !== null)
			void endAfterAsking({ key }, `End all ${String(openOf(count))} open requests of ${key}?`, 'End them');
	},
	endAll: (count) => {
		void endAfterAsking(
			{ all: true },
			`End all ${String(count)} open requests of every key?`,
			'End them all',
		);
	},
};

if (storedToken() === undefined) showSignIn();
else void refresh();

/** Reads everything again, and shows it. */
async function refresh(): Promise<void> {
	say('Reading…');
	try {
		const [list, endings] = await Promise.all([readSessions(chosen, LISTED), readEndings()]);
		show(list, endings);
		say(`As of ${new Date().toLocaleTimeString()}.`);
	} catch (error) {
		failed(error);
	}
}

function show(list: SessionList, endings: EndingList): void {
	byId('actions').replaceChildren(
		button('Refresh', () => void refresh()),
		button('Sign out', () => {
			storeToken(undefined);
			showSignIn();
		}),
	);
	const focused = document.activeElement?.getAttribute('aria-label');
	byId('main').replaceChildren(
		...overview({ list, endings, chosen }, actions).filter((child) => child !== undefined),
	);
	// What had the focus may be there again.
	if (focused != null) document.querySelector<HTMLElement>(`[aria-label="${CSS.escape(focused)}"]`)?.focus();
}

async function endAfterAsking(selection: Selection, text: string, yes: string): Promise<void> {
	if (!(await ask({ text, detail: CONSEQUENCE, yes }))) return;
	say('Ending…');
	try {
		const { ended, gone } = await end(selection);
		await refresh();
		say(`${String(ended)} ended${gone > 0 ? `, ${String(gone)} had ended by themselves` : ''}.`);
	} catch (error) {
		failed(error);
	}
}

/** Says what went wrong; where the token is no longer right, asks for it. */
function failed(error: unknown): void {
	if (error instanceof CallFailed && error.status === 401) {
		storeToken(undefined);
		showSignIn();
	}
	say(error instanceof Error ? error.message : 'Something went wrong.', true);
}

function showSignIn(): void {
	byId('actions').replaceChildren();
	say('');
	const token = element('input', {
		id: 'token',
		type: 'password',
		required: true,
		autocomplete: 'off',
		spellcheck: 'false',
	});
	const form = element(
		'form',
		{ class: 'sign-in' },
		element('label', { for: 'token' }, 'Operator token'),
		element(
			'p',
			{ class: 'calm' },
			'The value of LINKAUTH_OPERATOR_TOKEN. It stays in this tab until you close it.',
		),
		token,
		element('button', { type: 'submit', class: 'primary' }, 'Show open requests'),
	);
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		storeToken(token.value.trim());
		void refresh();
	});
	byId('main').replaceChildren(form);
	token.focus();
}

function say(text: string, wrong = false): void {
	const status = byId('status');
	status.textContent = text;
	status.classList.toggle('wrong', wrong);
}
