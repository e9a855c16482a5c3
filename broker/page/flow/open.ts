import type { SessionInfo } from '../../../protocol/messages';
import { pathOf, readAddress } from '../address';
import { resolveTyped } from '../api';
import { kindOf, type RequestKind } from '../state';
import type { StoredRequest } from '../tab-storage';
import { deadlineIn } from '../time';
import { readTypedCode } from '../typed-code';
import { endRequest, runStep, type Flow, type LaterSteps } from './flow';
import { ifKeyMatches } from './key-check';
import { retryUntilAnswered } from './retry';
import { lookUpLink } from './used';

/** Requests that this page can answer. */
const KINDS: readonly RequestKind[] = ['form', 'oauth'];

/** Starts the page from its address. */
export function openAddress(flow: Flow): void {
	const { link, pin } = readAddress(location);
	if (pin.kind === 'malformed') flow.show({ view: 'key-error', reason: 'malformed' });
	else if (link.kind === 'callback') runStep(flow, (signal) => openCallback(flow, signal));
	else if (link.kind === 'entry') flow.show({ view: 'enter-code', busy: false });
	else if (link.kind === 'unreadable') flow.show({ view: 'not-open' });
	else runStep(flow, (signal) => openLink(flow, link.link, signal));
}

/** Opens the request of a code that was typed, or of a link that was pasted. */
export function openTyped(flow: Flow, text: string): void {
	const typed = readTypedCode(text);
	if (typed === undefined) {
		flow.show({ view: 'enter-code', busy: false, problem: 'not-a-code' });
		return;
	}
	const { link, fragment, whole } = typed;
	const enterAddress = (): void => {
		history.replaceState(null, '', pathOf(link) + (fragment ?? location.hash));
	};
	if (whole || flow.storage.read(link) !== undefined) {
		enterAddress();
		openAddress(flow);
		return;
	}
	runStep(flow, async (signal) => {
		const session = await resolveCode(flow, link, signal);
		if (session === undefined) return;
		enterAddress();
		await showRequest(flow, link, session, signal);
	});
}

/** Shows the code entry, under its own address. */
export function showCodeEntry(flow: Flow): void {
	history.replaceState(null, '', pathOf());
	flow.show({ view: 'enter-code', busy: false });
}

async function openLink(flow: Flow, link: string, signal: AbortSignal): Promise<void> {
	const stored = flow.storage.read(link);
	if (stored !== undefined && stored.stage !== 'confirming') {
		await resume(flow, stored, signal);
		return;
	}
	const answer = await retryUntilAnswered(lookUpLink(link), flow.retry, signal, (failure) => {
		flow.show({ view: 'unreachable', failure });
	});
	if (answer.kind === 'ok') await showRequest(flow, link, answer.value, signal);
	else if (answer.status !== 404 && answer.used === undefined) flow.show({ view: 'refused', ...answer });
	else if (stored !== undefined) {
		// Confirmed before, and the reply was lost: the broker may have bound the request to this tab.
		const later = await laterSteps(flow, signal, stored.request.session.template_type);
		await ifKeyMatches(flow, stored.request, (request) => later?.confirm(request));
	} else if (answer.used !== undefined) flow.show({ view: 'used', used: answer.used });
	else flow.show({ view: 'not-open' });
}

/** Takes what a provider sent the person back with. */
async function openCallback(flow: Flow, signal: AbortSignal): Promise<void> {
	const later = await laterSteps(flow, signal, 'oauth');
	later?.openReturn?.();
}

async function resolveCode(flow: Flow, code: string, signal: AbortSignal): Promise<SessionInfo | undefined> {
	flow.show({ view: 'enter-code', busy: true });
	const answer = await retryUntilAnswered(resolveTyped(code), flow.retry, signal, (failure) => {
		flow.show({ view: 'enter-code', busy: true, failure });
	});
	if (answer.kind === 'ok') return answer.value;
	if (answer.status === 404) flow.show({ view: 'enter-code', busy: false, problem: 'not-open' });
	else flow.show({ view: 'refused', ...answer });
	return undefined;
}

/** The steps that are loaded later, where a stored request goes on with them. */
async function laterSteps(
	flow: Flow,
	signal: AbortSignal,
	kind: RequestKind,
): Promise<LaterSteps | undefined> {
	const answer = await retryUntilAnswered(flow.later(kind), flow.retry, signal, (failure) => {
		flow.show({ view: 'unreachable', failure });
	});
	return answer.kind === 'ok' ? answer.value : undefined;
}

async function resume(
	flow: Flow,
	stored: Exclude<StoredRequest, { stage: 'confirming' }>,
	signal: AbortSignal,
): Promise<void> {
	if (stored.stage === 'ended') {
		const end = { view: stored.ending, ended: stored.ended };
		await laterSteps(flow, signal, kindOf(end));
		flow.show(end);
		return;
	}
	const later = await laterSteps(flow, signal, stored.request.session.template_type);
	await ifKeyMatches(flow, stored.request, (request) => {
		if (stored.stage === 'sending') later?.resumeSending(stored);
		else if (Date.now() >= request.deadline) endRequest(flow, request, 'expired');
		else later?.resume(request);
	});
}

async function showRequest(
	flow: Flow,
	link: string,
	session: SessionInfo,
	signal: AbortSignal,
): Promise<void> {
	const deadline = deadlineIn(session.expires_in);
	// All views of a sign-in are later ones.
	if (session.template_type === 'oauth') await laterSteps(flow, signal, 'oauth');
	await ifKeyMatches(flow, { link, session, deadline, keyVerified: false }, (request) => {
		if (session.security.mode === 'insecure') flow.show({ view: 'insecure' });
		else if (KINDS.includes(session.template_type)) flow.show({ view: 'check', request });
		else flow.show({ view: 'refused', status: 0 });
	});
}
