import type { RequesterInfo } from '../../../protocol/messages';
import { translateBuiltIn } from '../built-in-text';
import { element, fillWith, heading, untrustedText, type Child } from '../dom';
import type { CredentialRequest } from '../state';
import type { Texts } from '../catalogue';
import { visibleHost } from '../visible-text';
import { icon } from './icon';

/** Long titles are set smaller, from this many characters of the requester's on. */
const LONG_TITLE = 60;

/**
 * Who asks for what, as the h1: the page's sentence, with what the requester wrote in frames, so that none of it reads as
 * the page's own words.
 */
export function requestTitle({ session }: CredentialRequest, texts: Texts): HTMLHeadingElement {
	const { heading: named, headingNameless } = texts.check;
	const what = translateBuiltIn(session.display_name, texts);
	const name = session.requester?.name;
	const title = heading();
	title.append(
		...fillWith(name === undefined ? headingNameless : named, {
			who: inserted(name ?? ''),
			what: inserted(what),
		}),
	);
	title.dataset['length'] = what.length + (name ?? '').length > LONG_TITLE ? 'long' : 'short';
	return title;
}

/** What this broker knows of the requester's name, below it. Nothing of the requester's own is here. */
export function requesterNote({ session }: CredentialRequest, texts: Texts): HTMLElement {
	const { knownTo, notVerifiedHelp, namelessHelp } = texts.request;
	const { requester } = session;
	const host = element('bdi', { class: 'host', dir: 'ltr' }, location.host);
	const unverified = requester === undefined ? namelessHelp : notVerifiedHelp;
	return element(
		'p',
		{ class: 'requester-note' },
		badge(requester, texts),
		' ',
		element('span', {}, ...(requester?.verified === true ? fillWith(knownTo, { host }) : [unverified])),
	);
}

/** What the sender says: why, where it may be sent, and of itself, all of it as the sender wrote it. */
export function requestSummary({ session }: CredentialRequest, texts: Texts): HTMLElement | undefined {
	const { heading: title, why, where, ofItself } = texts.request;
	const { reason, requester, allowed_hosts: hosts = [] } = session;
	const rows = [
		...(reason === undefined ? [] : summaryRow(why, quote(reason))),
		...(hosts.length === 0 ? [] : summaryRow(where, hostList(hosts))),
		...(requester?.detail === undefined ? [] : summaryRow(ofItself, quote(requester.detail))),
	];
	if (rows.length === 0) return undefined;
	return element(
		'section',
		{ class: 'says' },
		element('h2', {}, title),
		element('dl', { class: 'summary' }, ...rows),
	);
}

/** The request in short, where the rest was read before. */
export function requestReminder({ session }: CredentialRequest, texts: Texts): HTMLElement {
	const { who, what, why, where } = texts.request;
	const { reason, allowed_hosts: hosts = [] } = session;
	return element(
		'dl',
		{ class: 'summary' },
		...summaryRow(what, element('strong', {}, untrustedText(translateBuiltIn(session.display_name, texts)))),
		...summaryRow(who, requesterName(session.requester, texts)),
		...(reason === undefined ? [] : summaryRow(why, quote(reason))),
		...(hosts.length === 0 ? [] : summaryRow(where, hostList(hosts))),
	);
}

/** One term of a summary with its description. */
export function summaryRow(term: string, ...children: readonly Child[]): readonly Node[] {
	return [element('dt', {}, term), element('dd', {}, ...children)];
}

/** What the sender wrote. */
export function quote(text: string): HTMLElement {
	return element('p', { class: 'quote' }, untrustedText(text));
}

function inserted(text: string): HTMLElement {
	return element('span', { class: 'inserted' }, untrustedText(text));
}

/** The requester's name, and whether the broker knows it. */
export function requesterName(requester: RequesterInfo | undefined, texts: Texts): HTMLElement {
	return element(
		'p',
		{ class: 'requester' },
		...(requester === undefined ? [] : [untrustedText(requester.name), ' ']),
		badge(requester, texts),
	);
}

/** Whether the broker knows the requester's name. */
function badge(requester: RequesterInfo | undefined, { request: texts }: Texts): HTMLElement {
	const verified = requester?.verified === true;
	const text = requester === undefined ? texts.nameless : verified ? texts.verified : texts.notVerified;
	return element(
		'span',
		{ class: verified ? 'badge good' : 'badge warning' },
		icon(verified ? 'check' : 'alert'),
		text,
	);
}

/** Hosts that a credential may be sent to. */
export function hostList(hosts: readonly string[]): HTMLElement {
	return element(
		'ul',
		{ class: 'hosts' },
		...hosts.map((host) => element('li', {}, untrustedText(visibleHost(host)))),
	);
}
