import { readPin } from '../../../protocol/verification-link';
import type { SessionInfo } from '../../../protocol/messages';
import { pathOf, readAddress } from '../address';
import { lookUp, resolveTyped } from '../api';
import type { CredentialRequest } from '../state';
import type { Memory } from '../storage';
import { readTypedCode } from '../typed-code';
import { confirmRequest } from './confirm';
import { endRequest } from './ending';
import { runStep, type Flow } from './flow';
import { checkKey } from './key-check';
import { repeatUntilAnswered } from './repeat';
import { resumeSending } from './send';

/** Starts the page from its address. */
export function openAddress(flow: Flow): void {
	const { code, pin } = readAddress(location);
	if (pin.kind === 'malformed') flow.show({ view: 'key-alarm', reason: 'malformed' });
	else if (code.kind === 'entry') flow.show({ view: 'enter-code', busy: false });
	else if (code.kind === 'unreadable') flow.show({ view: 'not-open' });
	else runStep(flow, (signal) => openLink(flow, code.code, signal));
}

/** Goes on with a code that was typed or pasted into the entry. */
export function openTyped(flow: Flow, text: string): void {
	const typed = readTypedCode(text);
	if (typed === undefined) {
		flow.show({ view: 'enter-code', busy: false, problem: 'not-a-code' });
		return;
	}
	runStep(flow, async (signal) => {
		const found = flow.memory.recall(typed.code);
		const session = found === undefined ? await resolveCode(flow, typed.code, signal) : undefined;
		if (found === undefined && session === undefined) return;
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
	const memory = flow.memory.recall(code);
	if (memory !== undefined && memory.stage !== 'confirming') {
		await resume(flow, memory);
		return;
	}
	const answer = await repeatUntilAnswered(lookUp(code), flow.bell, signal, (trouble) => {
		flow.show({ view: 'unreachable', trouble });
	});
	if (answer.kind === 'ok') await showRequest(flow, code, answer.value);
	else if (answer.status !== 404) flow.show({ view: 'refused', ...answer });
	else if (memory === undefined) flow.show({ view: 'not-open' });
	// The person had said yes, the reply was lost, and the broker has opened the request: for this tab, maybe.
	else
		await ifKeyHolds(flow, memory.request, () => {
			confirmRequest(flow, memory.request);
		});
}

async function resolveCode(flow: Flow, code: string, signal: AbortSignal): Promise<SessionInfo | undefined> {
	flow.show({ view: 'enter-code', busy: true });
	const answer = await repeatUntilAnswered(resolveTyped(code), flow.bell, signal, (trouble) => {
		flow.show({ view: 'enter-code', busy: true, trouble });
	});
	if (answer.kind === 'ok') return answer.value;
	if (answer.status === 404) flow.show({ view: 'enter-code', busy: false, problem: 'not-open' });
	else flow.show({ view: 'refused', ...answer });
	return undefined;
}

async function resume(flow: Flow, memory: Exclude<Memory, { stage: 'confirming' }>): Promise<void> {
	if (memory.stage === 'ended') {
		flow.show({ view: memory.ending, ended: memory.ended });
		return;
	}
	await ifKeyHolds(flow, memory.request, (request) => {
		if (memory.stage === 'sending') resumeSending(flow, memory);
		else if (Date.now() >= request.deadline) endRequest(flow, request, 'expired');
		else flow.show({ view: 'form', request, draft: {} });
	});
}

async function showRequest(flow: Flow, code: string, session: SessionInfo): Promise<void> {
	const deadline = Date.now() + session.expires_in * 1_000;
	await ifKeyHolds(flow, { code, session, deadline, keyVerified: false }, (request) => {
		if (session.security.mode === 'insecure') flow.show({ view: 'insecure' });
		else if (session.template_type !== 'form') flow.show({ view: 'unsupported' });
		else flow.show({ view: 'check', request });
	});
}

/** Goes on only where the link names no key, or names the one that the broker served. */
async function ifKeyHolds(
	flow: Flow,
	request: CredentialRequest,
	goOn: (request: CredentialRequest) => void,
): Promise<void> {
	const check = await checkKey(readPin(location.hash), request.session.public_key);
	if (check === 'mismatch' || check === 'malformed') flow.show({ view: 'key-alarm', reason: check });
	else goOn({ ...request, keyVerified: check === 'verified' });
}
