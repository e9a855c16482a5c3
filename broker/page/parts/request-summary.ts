import type { RequesterInfo } from '../../../protocol/messages';
import { translateBuiltIn } from '../built-in-text';
import { element, untrustedText, type Child } from '../dom';
import type { CredentialRequest } from '../state';
import type { Texts } from '../catalogue';
import { visibleHost } from '../visible-text';
import { icon } from './icon';

/** What the sender says: for what, why, in its own words, and where it may be sent, all of it as the sender wrote it. */
export function requestSummary({ session }: CredentialRequest, texts: Texts): HTMLElement {
	const { what, why, ownWords, where } = texts.request;
	const { reason, requester } = session;
	const hosts = session.allowed_hosts ?? [];
	return element(
		'dl',
		{ class: 'summary' },
		...summaryRow(what, element('strong', {}, untrustedText(translateBuiltIn(session.display_name, texts)))),
		...(reason === undefined ? [] : summaryRow(why, untrustedText(reason))),
		...(requester?.detail === undefined ? [] : summaryRow(ownWords, quote(requester.detail))),
		...(hosts.length === 0 ? [] : summaryRow(where, hostList(hosts))),
	);
}

/** What the service knows of the sender: the name, and whether it is verified. Nothing else of the sender's is here. */
export function requesterSummary({ session }: CredentialRequest, texts: Texts): HTMLElement {
	const { verifiedHelp, notVerifiedHelp, namelessHelp } = texts.request;
	const { requester } = session;
	const verification = requester?.verified === true ? verifiedHelp : notVerifiedHelp;
	const help = requester === undefined ? namelessHelp : verification;
	return element(
		'div',
		{ class: 'sender' },
		requesterName(requester, texts),
		element('p', { class: 'help' }, help),
	);
}

/** The request in short, where the rest was read before. */
export function requestReminder({ session }: CredentialRequest, texts: Texts): HTMLElement {
	const { who, what, where } = texts.request;
	const hosts = session.allowed_hosts ?? [];
	return element(
		'dl',
		{ class: 'summary' },
		...summaryRow(what, element('strong', {}, untrustedText(translateBuiltIn(session.display_name, texts)))),
		...summaryRow(who, requesterName(session.requester, texts)),
		...(hosts.length === 0 ? [] : summaryRow(where, hostList(hosts))),
	);
}

/** One term of a summary with its description. */
export function summaryRow(term: string, ...children: readonly Child[]): readonly Node[] {
	return [element('dt', {}, term), element('dd', {}, ...children)];
}

function quote(text: string): HTMLElement {
	return element('p', { class: 'quote' }, untrustedText(text));
}

function requesterName(requester: RequesterInfo | undefined, texts: Texts): HTMLElement {
	const { nameless, verified, notVerified } = texts.request;
	const isVerified = requester?.verified === true;
	return element(
		'p',
		{ class: 'requester' },
		requester === undefined ? nameless : untrustedText(requester.name),
		' ',
		element(
			'span',
			{ class: isVerified ? 'badge good' : 'badge warning' },
			icon(isVerified ? 'check' : 'alert'),
			isVerified ? verified : notVerified,
		),
	);
}

function hostList(hosts: readonly string[]): HTMLElement {
	return element(
		'ul',
		{ class: 'hosts' },
		...hosts.map((host) => element('li', {}, untrustedText(visibleHost(host)))),
	);
}
