import type { RequesterInfo } from '../../../protocol/messages';
import { textIn } from '../built-in-text';
import { element, foreignText, type Child } from '../dom';
import type { CredentialRequest } from '../state';
import type { Texts } from '../texts';
import { visibleHost } from '../visible-text';
import { icon } from './icon';

/** Who asks, for what, why and where it may be sent: everything in the sender's words, marked as such. */
export function requestSummary({ session }: CredentialRequest, texts: Texts): HTMLElement {
	const { who, what, why, where } = texts.request;
	const hosts = session.allowed_hosts ?? [];
	return element(
		'dl',
		{ class: 'summary' },
		...row(what, element('strong', {}, foreignText(textIn(session.display_name, texts)))),
		...row(who, ...requesterLines(session.requester, texts)),
		...(session.reason === undefined ? [] : row(why, foreignText(session.reason))),
		...(hosts.length === 0 ? [] : row(where, hostList(hosts))),
	);
}

/** The two lines that remind of the request where the rest was read before. */
export function requestReminder({ session }: CredentialRequest, texts: Texts): HTMLElement {
	const { who, what, where } = texts.request;
	const hosts = session.allowed_hosts ?? [];
	return element(
		'dl',
		{ class: 'summary' },
		...row(what, element('strong', {}, foreignText(textIn(session.display_name, texts)))),
		...row(who, requesterName(session.requester, texts)),
		...(hosts.length === 0 ? [] : row(where, hostList(hosts))),
	);
}

/** One term with what belongs to it. */
export function row(term: string, ...children: readonly Child[]): readonly Node[] {
	return [element('dt', {}, term), element('dd', {}, ...children)];
}

function requesterLines(requester: RequesterInfo | undefined, texts: Texts): readonly Node[] {
	const { verifiedHelp, notVerifiedHelp, namelessHelp } = texts.request;
	const known = requester?.verified === true ? verifiedHelp : notVerifiedHelp;
	const help = requester === undefined ? namelessHelp : known;
	return [
		requesterName(requester, texts),
		...(requester?.detail === undefined ? [] : [element('p', {}, foreignText(requester.detail))]),
		element('p', { class: 'help' }, help),
	];
}

function requesterName(requester: RequesterInfo | undefined, texts: Texts): HTMLElement {
	const { nameless, verified, notVerified } = texts.request;
	const isVerified = requester?.verified === true;
	return element(
		'p',
		{ class: 'requester' },
		requester === undefined ? nameless : foreignText(requester.name),
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
		...hosts.map((host) => element('li', {}, foreignText(visibleHost(host)))),
	);
}
