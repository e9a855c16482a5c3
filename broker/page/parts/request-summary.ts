import type { RequesterInfo } from '../../../protocol/messages';
import { translateBuiltIn } from '../built-in-text';
import { element, untrustedText, type Child } from '../dom';
import type { CredentialRequest } from '../state';
import type { Texts } from '../texts';
import { visibleHost } from '../visible-text';
import { icon } from './icon';

/** Who asks, for what, why and where it may be sent, all of it as the sender wrote it. */
export function requestSummary({ session }: CredentialRequest, texts: Texts): HTMLElement {
	const { who, what, why, where } = texts.request;
	const hosts = session.allowed_hosts ?? [];
	return element(
		'dl',
		{ class: 'summary' },
		...summaryRow(what, element('strong', {}, untrustedText(translateBuiltIn(session.display_name, texts)))),
		...summaryRow(who, ...requesterLines(session.requester, texts)),
		...(session.reason === undefined ? [] : summaryRow(why, untrustedText(session.reason))),
		...(hosts.length === 0 ? [] : summaryRow(where, hostList(hosts))),
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

function requesterLines(requester: RequesterInfo | undefined, texts: Texts): readonly Node[] {
	const { verifiedHelp, notVerifiedHelp, namelessHelp } = texts.request;
	const verification = requester?.verified === true ? verifiedHelp : notVerifiedHelp;
	const help = requester === undefined ? namelessHelp : verification;
	return [
		requesterName(requester, texts),
		...(requester?.detail === undefined ? [] : [element('p', {}, untrustedText(requester.detail))]),
		element('p', { class: 'help' }, help),
	];
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
