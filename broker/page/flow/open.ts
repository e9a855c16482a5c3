import type { SessionInfo } from '../../../protocol/messages';
import { pathOf, readAddress } from '../address';
import { lookUp, resolveTyped } from '../api';
import type { StoredRequest } from '../tab-storage';
import { readTypedCode } from '../typed-code';
import { endRequest, runStep, type Flow, type LaterSteps } from './flow';
import { ifKeyMatches } from './key-check';
import { retryUntilAnswered } from './retry';

/** Starts the page from its address. */
export function openAddress(flow: Flow): void {
	const { code, pin } = readAddress(location);
	if (pin.kind === 'malformed') flow.show({ view: 'key-error', reason: 'malformed' });
	else if (code.kind === 'entry') flow.show({ view: 'enter-code', busy: false });
	else if (code.kind === 'unreadable') flow.show({ view: 'not-open' });
	else runStep(flow, (signal) => openLink(flow, code.code, signal));
}

/** Opens the request of a code that was typed or pasted. */
export function openTyped(flow: Flow, text: string): void {
	const typed = readTypedCode(text);
	if (typed === undefined) {
		flow.show({ view: 'enter-code', busy: false, problem: 'not-a-code' });
		return;
	}
	runStep(flow, async (signal) => {
		const stored = flow.storage.read(typed.code);
		const session = stored === undefined ? await resolveCode(flow, typed.code, signal) : undefined;
		if (stored === undefined && session === undefined) return;
		history.replaceState(null, '', pathOf(typed.code) + (typed.fragment ?? location.hash));
		if (session === undefined) openAddress(flow);
		else await showRequest(flow, typed.code, session);
	});
}

/** Shows the code entry, under its own address. */
export function showCodeEntry(flow: Flow): void {
	history.replaceState(null, '', pathOf());
	flow.show({ view: 'enter-code', busy: false });
}

async function openLink(flow: Flow, code: string, signal: AbortSignal): Promise<void> {
	const stored = flow.storage.read(code);
	if (stored !== undefined && stored.stage !== 'confirming') {
		await resume(flow, stored, signal);
		return;
	}
	const answer = await retryUntilAnswered(lookUp(code), flow.retry, signal, (failure) => {
		flow.show({ view: 'unreachable', failure });
	});
	if (answer.kind === 'ok') await showRequest(flow, code, answer.value);
	else if (answer.status !== 404) flow.show({ view: 'refused', ...answer });
	else if (stored === undefined) flow.show({ view: 'not-open' });
	else {
		// Confirmed before, and the reply was lost: the broker may have bound the request to this tab.
		const later = await laterSteps(flow, signal);
		await ifKeyMatches(flow, stored.request, (request) => later?.confirm(request));
	}
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
async function laterSteps(flow: Flow, signal: AbortSignal): Promise<LaterSteps | undefined> {
	const answer = await retryUntilAnswered(flow.later, flow.retry, signal, (failure) => {
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
		flow.show({ view: stored.ending, ended: stored.ended });
		return;
	}
	const later = await laterSteps(flow, signal);
	await ifKeyMatches(flow, stored.request, (request) => {
		if (stored.stage === 'sending') later?.resumeSending(stored);
		else if (Date.now() >= request.deadline) endRequest(flow, request, 'expired');
		else flow.show({ view: 'form', request, draft: {} });
	});
}

async function showRequest(flow: Flow, code: string, session: SessionInfo): Promise<void> {
	const deadline = Date.now() + session.expires_in * 1_000;
	await ifKeyMatches(flow, { code, session, deadline, keyVerified: false }, (request) => {
		if (session.security.mode === 'insecure') flow.show({ view: 'insecure' });
		else if (session.template_type !== 'form') flow.show({ view: 'unsupported' });
		else flow.show({ view: 'check', request });
	});
}
