import { hash } from 'node:crypto';
import type { CreateSessionReply, RequesterInfo } from '../../protocol/messages';
import { LIMITS } from '../../protocol/limits';
import { LINK_SECRET_BYTES, makeLink } from '../../protocol/long-link';
import { makeUserCode, normalizeUserCode, USER_CODE_LENGTH } from '../../protocol/user-code';
import type { ApiKey } from '../keys/api-key';
import { asksForSignIn } from '../oauth/accept-sign-in';
import { acceptRequest } from './accept-request';
import { CALLBACK_GRACE, newCallback } from './callback-planner';
import { requirePermission } from './caller-permissions';
import { longestEnvelopeOf } from './check-envelope';
import type { Origin } from '../keys/origin';
import type { SessionDependencies } from './dependencies';
import type { CreateSessionInput } from './requests';
import type { Asked, Standing } from './session';
import { emit, SIGN_IN_TEMPLATE } from './session-events';
import { lastingEnd } from './change-session';
import { StoreFull } from '../storage/store-faults';
import type { NewSession } from '../storage/record-store';
import { newToken, sha256Hex } from './tokens';
import { ofRandom } from './random';

/** Share of the store from which on no sessions with long links are created: the rest is for those of minutes. */
const LONG_SHARE = 0.65;
/** Share of the store from which on it is not kept how new sessions end. */
const END_SHARE = 0.4;

/**
 * Creates a session (RFC 8628 section 3.2).
 * @throws ProblemError `invalid_public_key`, `unknown_template`, `unknown_oauth_provider`, `oauth_endpoint_not_allowed`,
 *   `provider_unavailable`, `invalid_request`, `not_allowed`, `too_many_sessions`
 * @throws StoreFull; for a session with a long link before the store is full
 */
export async function create(
	dependencies: SessionDependencies,
	request: CreateSessionInput,
	origin: Origin,
): Promise<CreateSessionReply> {
	const { settings, now, timings, room } = dependencies;
	const { caller } = origin;
	requirePermission(request, caller);
	const { form, key } = acceptRequest(request, dependencies, caller);
	const seconds = secondsOf(request, caller, settings);
	const isLong = seconds > LIMITS.codeTime;
	const { used = 0 } = room();
	if (isLong && used >= LONG_SHARE) throw new StoreFull();
	const lifetime = seconds * timings.second;
	const createdAt = now();
	const secret = isLong ? ofRandom(LINK_SECRET_BYTES, (bytes) => Uint8Array.from(bytes)) : undefined;
	const pollToken = request.poll_token_hash === undefined ? newToken('poll') : undefined;
	const requester = requesterOf(request, caller);
	const asked: Asked = {
		...form,
		...key,
		pollTokenHash: pollToken === undefined ? (request.poll_token_hash ?? '') : sha256Hex(pollToken),
		createdAt,
		expiresAt: createdAt + lifetime,
		...templateOf(request),
		interval: settings.pollInterval,
		...(caller && { owner: caller.id }),
		...(requester && { requester }),
		...(request.reason && { reason: request.reason }),
		...(request.allowed_hosts && { allowedHosts: request.allowed_hosts }),
		...(request.agent_state !== undefined && { agentState: request.agent_state }),
		answerTime: Math.min(settings.answerTime, seconds) * timings.second,
		keyHash: sha256Hex(fingerprintOf(key)),
		...(secret && { linkHash: sha256Hex(secret) }),
		...(used < END_SHARE && { keepsEnd: true as const }),
	};
	const callbackSecret = request.callback_url === undefined ? undefined : newToken('callback');
	const made = { asked, lifetime, request, secret: callbackSecret, caller };
	const { id, userCode, state } = await createRecords(dependencies, made);
	emit(dependencies, 'created', { id, asked, state }, origin);
	if (dependencies.reportsEnds) {
		// Only who watches expiry depends on it; what cannot be written is not reported.
		dependencies.ending.set(id, Math.max(0, lifetime - timings.expiryLead)).catch(() => undefined);
	}
	return {
		session_id: id,
		user_code: userCode,
		code: userCode,
		...verificationUris(dependencies, secret ? makeLink(userCode, secret) : userCode),
		...(pollToken !== undefined && { poll_token: pollToken }),
		expires_at: new Date(asked.expiresAt).toISOString(),
		expires_in: seconds,
		interval: asked.interval,
		...(callbackSecret !== undefined && { callback_secret: callbackSecret }),
		...(isLong && { code_expires_in: LIMITS.codeTime }),
		answer_seconds: Math.min(settings.answerTime, seconds),
	};
}

/** What the records of a session are made of. */
interface NewSessionParts {
	readonly asked: Asked;
	/** Milliseconds. */
	readonly lifetime: number;
	readonly request: CreateSessionInput;
	/** Signs the calls; undefined where the agent asked for no callback. */
	readonly secret: string | undefined;
	readonly caller: ApiKey | undefined;
}

/**
 * Writes the records under a code that no session has at the moment. What fails has left nothing behind.
 * @throws ProblemError `too_many_sessions`
 * @throws StoreFull, StoreUnavailable
 */
async function createRecords(
	dependencies: SessionDependencies,
	made: NewSessionParts,
): Promise<{ readonly id: string; readonly userCode: string; readonly state: Standing }> {
	const { store: records, callbacks, openSessions } = dependencies;
	const { caller, secret, lifetime } = made;
	const { state, ...created } = recordsOf(dependencies, made);
	for (;;) {
		const userCode = ofRandom(USER_CODE_LENGTH, makeUserCode);
		const id = sha256Hex(normalizeUserCode(userCode) ?? userCode);
		if (caller) await openSessions.takeOpen(caller, id, lifetime);
		try {
			// Before the session, so that a broker that dies in between leaves an entry without a session and no call unmade.
			if (secret !== undefined) await callbacks.created(id, lifetime);
			if (await records.create(id, created)) return { id, userCode, state };
			if (caller) openSessions.leave(caller.id, id);
		} catch (error) {
			if (caller) openSessions.leave(caller.id, id);
			if (secret !== undefined) callbacks.forget(id);
			throw error;
		}
	}
}

function recordsOf(
	dependencies: SessionDependencies,
	{ asked, lifetime, request, secret }: NewSessionParts,
): NewSession & { readonly state: Standing } {
	const { callbacks, timings } = dependencies;
	const { callback_url, callback_acknowledges, callback_events } = request;
	const state: Standing = {
		status: 'pending',
		...(secret !== undefined && { callback: true as const }),
		...(secret !== undefined && callback_events?.includes('opened') && { tellsOpened: true as const }),
	};
	const callback =
		secret === undefined || callback_url === undefined
			? undefined
			: {
					value: callbacks.record(
						newCallback({ callback_url, callback_acknowledges, callback_events }, secret, asked),
					),
					lifetime: lifetime + CALLBACK_GRACE * timings.second,
				};
	return {
		state,
		records: {
			asked: { value: asked, lifetime },
			state: { value: state, lifetime },
			...(callback && { callback }),
			...lastingEnd({ asked, state }, dependencies),
		},
		largestEnvelope: longestEnvelopeOf(asked),
	};
}

/** What metrics, the audit log and the operator know it by; nothing where the agent gave fields of its own. */
function templateOf(request: CreateSessionInput): Pick<Asked, 'template'> {
	if (request.template !== undefined) return { template: request.template };
	return asksForSignIn(request) ? { template: SIGN_IN_TEMPLATE } : {};
}

function secondsOf(
	{ ttl }: CreateSessionInput,
	caller: ApiKey | undefined,
	{ defaultTtl, maxTtl, verificationMode }: SessionDependencies['settings'],
): number {
	// A code that is typed opens a session no longer than a code does, and its link carries nothing else.
	const mostByMode = verificationMode === 'manual_code_entry' ? LIMITS.codeTime : maxTtl;
	return Math.min(ttl ?? defaultTtl, caller?.maxTtl ?? maxTtl, maxTtl, mostByMode);
}

/** The fingerprint that the agent pins in the link; see `keyFingerprint`. */
function fingerprintOf({ publicKey }: Pick<Asked, 'publicKey'>): string {
	return hash('sha256', Buffer.from(publicKey, 'base64'), 'base64url');
}

/** Only a name that the operator gave to the API key is verified; what the agent says of itself is not. */
function requesterOf(request: CreateSessionInput, caller: ApiKey | undefined): RequesterInfo | undefined {
	const claimed = request.requester;
	if (caller?.name === undefined) {
		return (
			claimed && { name: claimed.name, ...(claimed.detail && { detail: claimed.detail }), verified: false }
		);
	}
	const detail = claimed?.detail ? `${claimed.name}, ${claimed.detail}` : claimed?.name;
	return { name: caller.name, ...(detail !== undefined && { detail }), verified: true };
}

/** @param link what the link ends with */
function verificationUris({ settings }: SessionDependencies, link: string) {
	const uri = `${settings.baseUrl}/connect`;
	if (settings.verificationMode === 'manual_code_entry') return { verification_uri: uri, url: uri };
	const complete = `${uri}/${link}`;
	return { verification_uri: uri, verification_uri_complete: complete, url: complete };
}
