import { sealEnvelope } from '../../../protocol/envelope';
import type { SignInInfo } from '../../../protocol/messages';
import { pathOf } from '../address';
import { PROVIDER_UNAVAILABLE } from '../api';
import { findReturn, redeem } from '../api-sign-in';
import { makeIdempotencyKey } from '../api-steps';
import { CALLBACK_PATH } from '../../../protocol/callback-path';
import { historyState } from '../callback-address';
import type { CredentialRequest, Ending } from '../state';
import { deadlineIn } from '../time';
import { readTrip, saveTrip, sweepTrips, type OpenTrip } from '../trips';
import {
	denySignIn,
	finish,
	finishOtherwise,
	forgetAnswer,
	showEndedTrip,
	type Confirmed,
} from './end-sign-in';
import { runStep, type Flow } from './flow';
import { retryUntilAnswered } from './retry';
import { sendEnvelope, type Sending } from './send';

/** Of an error, as RFC 6749 section 4.1.2.1 has them. */
const ERROR = /^[a-z_]{1,64}$/;
const CAPTURED = ['code', 'state', 'iss'];
/** What says nothing that was not known before. */
const KNOWN = ['state', 'iss'];
/** What the sender is told where the answer came from somebody else (RFC 9207). */
const MIXED_UP = 'sign-in failed: another issuer answered';

/** Takes what a provider sent the person back with, and ends the request by it. */
export function openReturn(flow: Flow): void {
	runStep(flow, async (signal) => {
		sweepTrips();
		const { oauthReturn: sent } = historyState();
		if (sent === undefined) openAgain(flow);
		else await takeAnswer(flow, parametersOf(sent), signal);
	});
}

/** Goes on sending after a reload of the tab. */
export function resumeSendingAnswer(flow: Flow, sending: Sending): void {
	runStep(flow, (signal) => sendAnswer(flow, sending, signal));
}

/** Without an answer in its address: after a reload, or by the way back. */
function openAgain(flow: Flow): void {
	const { link } = historyState();
	const stored = link === undefined ? undefined : flow.storage.read(link);
	if (stored === undefined) flow.show({ view: 'sign-in-elsewhere', answer: 'none' });
	else if (stored.stage === 'ended') flow.show({ view: stored.ending, ended: stored.ended });
	else if (stored.stage === 'sending') resumeSendingAnswer(flow, stored);
	else location.replace(pathOf(stored.request.link) + (stored.request.fragment ?? ''));
}

async function takeAnswer(flow: Flow, sent: URLSearchParams, signal: AbortSignal): Promise<void> {
	const state = only(sent, 'state') ?? '';
	const trip = readTrip(state) ?? (await findTrip(flow, state, signal));
	if (trip === undefined) return;
	history.replaceState({ ...historyState(), link: trip.link }, '');
	const stored = flow.storage.read(trip.link);
	if ('ended' in trip) showEndedTrip(flow, trip);
	else if (stored?.stage === 'ended') flow.show({ view: stored.ending, ended: stored.ended });
	else if (stored?.stage === 'sending') await sendAnswer(flow, stored, signal);
	else await endByAnswer(flow, trip, sent, signal);
}

/** Asks the broker what an answer belongs to that this browser knows nothing of; by cookies the broker may. */
async function findTrip(flow: Flow, state: string, signal: AbortSignal): Promise<OpenTrip | undefined> {
	const answer = await retryUntilAnswered(findReturn(state), flow.retry, signal, (failure) => {
		flow.show({ view: 'unreachable', failure });
	});
	if (answer.kind !== 'ok') {
		const ended = answer.status === 409;
		flow.show({ view: 'sign-in-elsewhere', answer: ended ? 'ended' : 'unknown' });
		return undefined;
	}
	const { link, connect_token: connectToken, expires_in, session } = answer.value;
	const left = readTrip(link);
	const before = left !== undefined && 'request' in left ? left.request : { keyVerified: false };
	const request = { ...before, link, session, deadline: deadlineIn(expires_in) };
	const trip = { link, deadline: request.deadline, startedAt: Date.now(), request, connectToken };
	saveTrip(state, trip);
	return trip;
}

async function endByAnswer(
	flow: Flow,
	confirmed: Confirmed,
	sent: URLSearchParams,
	signal: AbortSignal,
): Promise<void> {
	const { request, connectToken } = confirmed;
	const { oauth, public_key: publicKey } = request.session;
	if (oauth === undefined || Date.now() >= request.deadline) {
		finish(flow, request, 'sign-in-late');
		return;
	}
	flow.storage.save(request.link, { stage: 'confirmed', request, connectToken });
	const failure = failureOf(sent, oauth);
	if (failure !== undefined) await denySignIn(flow, confirmed, ...failure, signal);
	else if (oauth.redeemed_by === 'broker') await redeemAnswer(flow, request, sent, signal);
	else {
		flow.show({ view: 'sending', request, phase: 'encrypting' });
		const ciphertext = await sealEnvelope(publicKey, capturedOf(sent, oauth));
		signal.throwIfAborted();
		const idempotencyKey = makeIdempotencyKey();
		await sendAnswer(flow, { stage: 'sending', request, connectToken, ciphertext, idempotencyKey }, signal);
	}
}

/** How a sign-in has ended that brought nothing, and what the sender is told; undefined where it brought something. */
function failureOf(sent: URLSearchParams, oauth: SignInInfo): [Ending, string] | undefined {
	const { issuer, iss_required: required } = oauth;
	const answered = only(sent, 'iss');
	if (sent.has('iss') ? issuer !== undefined && answered !== issuer : required === true)
		return ['sign-in-mixed-up', MIXED_UP];
	const error = only(sent, 'error') ?? '';
	if (sent.has('error')) {
		if (!ERROR.test(error)) return ['sign-in-failed', 'sign-in failed'];
		const ending = error === 'access_denied' ? 'sign-in-refused' : 'sign-in-failed';
		return [ending, `sign-in refused: ${error}`];
	}
	const { parameters, capture = CAPTURED } = oauth;
	const given = parameters === undefined ? capture.filter((name) => !KNOWN.includes(name)) : ['code'];
	if (given.some((name) => only(sent, name) !== undefined)) return undefined;
	return ['sign-in-failed', 'sign-in failed'];
}

/** What is encrypted for the agent. */
function capturedOf(
	sent: URLSearchParams,
	{ capture = CAPTURED, parameters }: SignInInfo,
): Readonly<Record<string, string>> {
	const values = capture.flatMap((name) => {
		const value = only(sent, name);
		return value === undefined ? [] : [[name, value] as const];
	});
	return {
		...Object.fromEntries(values),
		// Of an address that the agent wrote itself it knows this.
		...(parameters === undefined ? {} : { redirect_uri: location.origin + CALLBACK_PATH }),
	};
}

async function sendAnswer(flow: Flow, sending: Sending, signal: AbortSignal): Promise<void> {
	const { request } = sending;
	// From here on the tab stores the envelope, and nothing of what is in it.
	forgetAnswer();
	const answer = await sendEnvelope(flow, sending, signal);
	if (answer.kind === 'ok') finish(flow, request, 'done');
	else finishOtherwise(flow, request, answer);
}

async function redeemAnswer(
	flow: Flow,
	request: CredentialRequest,
	sent: URLSearchParams,
	signal: AbortSignal,
): Promise<void> {
	const [code = '', state = '', iss] = CAPTURED.map((name) => only(sent, name));
	flow.show({ view: 'sending', request, phase: 'sending' });
	const call = redeem({ state, code, ...(iss === undefined ? {} : { iss }) });
	const answer = await retryUntilAnswered(call, flow.retry, signal, (failure) => {
		flow.show({ view: 'sending', request, phase: 'sending', failure });
	});
	if (answer.kind === 'ok') finish(flow, request, 'done');
	else if (answer.code === PROVIDER_UNAVAILABLE) {
		forgetAnswer();
		flow.show({ view: 'sign-in-again', request });
	} else if (answer.code === 'provider_refused') {
		finish(flow, request, 'sign-in-failed', 'sign-in failed');
	} else finishOtherwise(flow, request, answer);
}

/** Query and fragment as one: providers answer in either. */
function parametersOf(sent: string): URLSearchParams {
	const [query = '', fragment = ''] = sent.split('#');
	return new URLSearchParams([...new URLSearchParams(query), ...new URLSearchParams(fragment)]);
}

/** A parameter that is there once, and not empty (RFC 6749 section 3.1). */
function only(sent: URLSearchParams, name: string): string | undefined {
	const [value, more] = sent.getAll(name);
	return more === undefined && value !== '' ? value : undefined;
}
