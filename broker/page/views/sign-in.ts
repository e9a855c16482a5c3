import { fill } from '../catalogue';
import { element, fillWith, heading, type Child } from '../dom';
import { departureOf } from '../flow/departure';
import { button, setDisabled } from '../parts/button';
import { icon, roundIcon } from '../parts/icon';
import { developmentNote, protection } from '../parts/protection';
import { hostList, quote, requesterName, summaryRow } from '../parts/request-summary';
import { scopeList } from '../parts/scope-list';
import { signInTexts } from '../parts/sign-in-texts';
import type { CredentialRequest, StateOf } from '../state';
import type { MakeView, ViewContext } from '../view';
import { visibleHost, visibleText } from '../visible-text';
import { checkView } from './check';

/** Before a sign-in is confirmed: who asks whom to sign in where, and whether the code is the one in the message. */
export const signInCheckView: MakeView<'check'> = (state, context) => {
	const { texts } = context;
	const { request } = state;
	const { check, protection } = signInTexts(texts);
	const values = { provider: providerOf(request) };
	const redeemedBy = request.session.oauth?.redeemed_by ?? 'agent';
	return checkView(state, {
		...context,
		texts: {
			...texts,
			check: {
				...texts.check,
				...check,
				heading: fill(check.heading, values),
				headingNameless: fill(check.headingNameless, values),
			},
			protection: { ...texts.protection, ...protection[redeemedBy] },
		},
	});
};

/** Before the person is sent to the provider: where that is, what it allows, for whom, and what comes then. */
export const signInView: MakeView<'sign-in'> = (state, context) => {
	const { texts, actions } = context;
	const { request } = state;
	const words = signInTexts(texts);
	const provider = providerOf(request);
	const host = hostOf(request);
	let shown = state;
	const goLabel = element('span');
	const go = button(
		'equal',
		() => {
			actions.signIn(shown);
		},
		leaveIcon(),
		goLabel,
	);
	const decline = button(
		'equal',
		() => {
			actions.askToEnd('decline', shown);
		},
		icon('cross'),
		texts.button.decline,
	);
	const report = button(
		'link',
		() => {
			actions.askToEnd('report', shown);
		},
		icon('flag'),
		texts.report.open,
	);
	const away = element('div', { class: 'away', role: 'status' });

	const update = (next: StateOf<'sign-in'>): boolean => {
		shown = next;
		const { progress } = next;
		const label = progress === 'leaving' ? words.leaving : progress === 'away' ? words.again : words.go;
		goLabel.textContent = fill(label, { provider });
		for (const each of [go, decline, report]) setDisabled(each, progress === 'leaving');
		away.replaceChildren(...(progress === 'away' ? [awayNote(context)] : []));
		return true;
	};
	update(state);
	const content = element(
		'div',
		{ class: 'card' },
		developmentNote(request, texts),
		heading(fill(words.heading, { provider })),
		away,
		element(
			'div',
			{ class: 'destination' },
			element('p', { class: 'destination-label' }, words.destination),
			element('p', { class: 'destination-host', dir: 'ltr', translate: 'no' }, host),
			element('p', { class: 'help' }, ...fillWith(words.destinationHelp, { host: hostText(host) })),
		),
		section(words.allows, scopesOf(request, context)),
		whoAsks(request, context),
		section(words.then, nextSteps(request, context, host)),
		element('div', { class: 'equals' }, go, decline),
		element('div', { class: 'more' }, ...keyLine(request, context), report),
	);
	return { content: [content], update };
};

/** The provider could not be reached when the broker asked it for tokens: once more, or not. */
export const signInAgainView: MakeView<'sign-in-again'> = (state, { texts, actions }) => {
	const { unavailable, again } = signInTexts(texts);
	const provider = providerOf(state.request);
	const values = { provider, host: hostOf(state.request) };
	const content = element(
		'div',
		{ class: 'card message warning' },
		roundIcon('offline', 'warning'),
		heading(fill(unavailable.heading, values)),
		element('p', { class: 'lead' }, fill(unavailable.text, values)),
		element('p', {}, fill(unavailable.next, values)),
		element(
			'div',
			{ class: 'equals' },
			button(
				'equal',
				() => {
					actions.signIn(state);
				},
				leaveIcon(),
				again,
			),
			button(
				'equal',
				() => {
					actions.stop(state);
				},
				icon('cross'),
				unavailable.stop,
			),
		),
	);
	return { content: [content] };
};

/** An arrow that leads out; not among the icons of the document, whose size counts. */
function leaveIcon(): SVGElement {
	const made = icon('link');
	made.firstElementChild?.setAttribute('d', 'M13.5 4.5h6v6M19.5 4.5L11 13M17 13.5v6H4.5V7h6');
	return made;
}

/** What the broker calls the provider. */
function providerOf({ session }: CredentialRequest): string {
	return visibleText(session.oauth?.provider_name ?? '');
}

/** Where the person will be: by the address itself, where the page has it. */
function hostOf({ session }: CredentialRequest): string {
	const { oauth } = session;
	const departure = oauth?.redeemed_by === 'agent' ? departureOf(oauth) : undefined;
	return visibleHost(departure?.address.host ?? oauth?.host ?? '');
}

function hostText(host: string): HTMLElement {
	return element('bdi', { class: 'host', dir: 'ltr', translate: 'no' }, host);
}

function section(title: string, ...content: readonly Child[]): HTMLElement {
	return element('section', { class: 'part' }, element('h2', {}, title), ...content);
}

function scopesOf({ session }: CredentialRequest, { texts }: ViewContext): HTMLElement {
	const { scopes = [] } = session.oauth ?? {};
	return scopes.length === 0 ? element('p', {}, signInTexts(texts).allowsUnnamed) : scopeList(scopes, texts);
}

/** Who asks and why, and where the sender promises to send it only. */
function whoAsks({ session }: CredentialRequest, { texts }: ViewContext): HTMLElement {
	const { who, why, where } = texts.request;
	const { requester, reason, allowed_hosts: hosts = [] } = session;
	return element(
		'dl',
		{ class: 'summary' },
		...summaryRow(who, requesterName(requester, texts)),
		...(reason === undefined ? [] : summaryRow(why, quote(reason))),
		...(hosts.length === 0 ? [] : summaryRow(where, hostList(hosts))),
	);
}

/** That there was no fingerprint to compare the key with: what `protection` says without what is folded away. */
function keyLine(request: CredentialRequest, { texts }: ViewContext): readonly Node[] {
	return protection(request, texts).slice(0, -1);
}

function nextSteps(request: CredentialRequest, { texts }: ViewContext, host: string): HTMLElement {
	const { steps, last } = signInTexts(texts);
	const sentences = [...steps, last[request.session.oauth?.redeemed_by ?? 'agent']];
	return element(
		'ol',
		{ class: 'steps' },
		...sentences.map((text, index) =>
			element(
				'li',
				{ class: index === steps.length && 'last' },
				element('span', {}, ...fillWith(text, { host: hostText(host) })),
			),
		),
	);
}

function awayNote({ texts }: ViewContext): HTMLElement {
	const { title, text } = signInTexts(texts).away;
	return element(
		'div',
		{ class: 'note calm' },
		icon('clock'),
		element('div', {}, element('p', { class: 'title' }, title), element('p', {}, text)),
	);
}
