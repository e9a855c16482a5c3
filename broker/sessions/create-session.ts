import type { CreateSessionReply, RequesterInfo } from '../../protocol/messages';
import type { FieldDefinition } from '../../protocol/templates';
import { makeToken } from '../../protocol/tokens';
import { makeUserCode, normalizeUserCode, sessionIdOf } from '../../protocol/user-code';
import type { ApiKey } from '../keys/api-key';
import { ProblemError } from '../problem';
import { requirePermission } from './caller-permissions';
import type { SessionDependencies } from './dependencies';
import { acceptPublicKey } from './public-key';
import { newCallback } from './callback-planner';
import { records, STEPS, type SessionFacts } from './records';
import type { CreateSessionInput } from './requests';
import { emit } from './session-events';
import { hashToken } from './token-hash';

/** The form that the person fills in, from a template or from fields. */
interface Form {
	readonly displayName: string;
	readonly fields: readonly FieldDefinition[];
}

/**
 * Creates a session (RFC 8628 section 3.2).
 * @param caller the API key of the request; undefined where the broker has no keys
 * @throws ProblemError `invalid_public_key`, `unknown_template`, `invalid_request`, `not_allowed`, `too_many_sessions`
 */
export async function createSession(
	dependencies: SessionDependencies,
	request: CreateSessionInput,
	caller: ApiKey | undefined,
): Promise<CreateSessionReply> {
	const { settings, now, timings } = dependencies;
	requirePermission(request, caller);
	const form = formOf(request, dependencies);
	const key = acceptPublicKey(request.public_key);
	if (request.callback_url !== undefined) dependencies.callbacks.check(request.callback_url);
	const seconds = Math.min(
		request.ttl ?? settings.defaultTtl,
		caller?.maxTtl ?? settings.maxTtl,
		settings.maxTtl,
	);
	const createdAt = now();
	const pollToken = request.poll_token_hash === undefined ? makeToken('poll') : undefined;
	const requester = requesterOf(request, caller);
	const facts: SessionFacts = {
		...form,
		...key,
		pollTokenHash: pollToken === undefined ? (request.poll_token_hash ?? '') : hashToken(pollToken),
		createdAt,
		expiresAt: createdAt + seconds * timings.second,
		...(request.template !== undefined && { template: request.template }),
		interval: settings.pollInterval,
		...(caller && { owner: caller.id }),
		...(requester && { requester }),
		...(request.reason && { reason: request.reason }),
		...(request.allowed_hosts && { allowedHosts: request.allowed_hosts }),
		...(request.agent_state !== undefined && { agentState: request.agent_state }),
	};
	const code = await freshCode(dependencies);
	await countAsOpen(dependencies, code.session_id, facts, caller);
	const secret = await beginCallback(dependencies, code.session_id, request, facts);
	await writeRecords(dependencies, code.session_id, facts);
	emit(dependencies, 'created', { id: code.session_id, facts });
	return {
		...code,
		...verificationUris(dependencies, code.user_code),
		...(pollToken !== undefined && { poll_token: pollToken }),
		expires_at: new Date(facts.expiresAt).toISOString(),
		expires_in: seconds,
		interval: facts.interval,
		...(secret !== undefined && { callback_secret: secret }),
	};
}

/** @returns the secret that signs the calls; undefined where the agent asked for no callback */
async function beginCallback(
	{ callbacks }: SessionDependencies,
	id: string,
	{ callback_url, callback_acknowledges }: CreateSessionInput,
	{ expiresAt }: SessionFacts,
): Promise<string | undefined> {
	if (callback_url === undefined) return undefined;
	const members = { callback_url, ...(callback_acknowledges !== undefined && { callback_acknowledges }) };
	return await callbacks.begin(id, newCallback(members, expiresAt));
}

function formOf(request: CreateSessionInput, { settings }: SessionDependencies): Form {
	if (request.oauth_provider !== undefined) {
		throw new ProblemError(
			'invalid_request',
			'oauth_provider: this broker offers none. Use template or fields.',
		);
	}
	if (request.fields) return { displayName: request.display_name ?? 'Credential', fields: request.fields };
	const template = settings.templates.get(request.template ?? '');
	if (!template) {
		const known = [...settings.templates.keys()].join(', ');
		throw new ProblemError('unknown_template', `template: expected one of ${known}.`);
	}
	return { displayName: request.display_name ?? template.display_name, fields: template.fields };
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

/** A user code that no session has at the moment, and its session id. */
async function freshCode({ store }: SessionDependencies) {
	for (;;) {
		const userCode = makeUserCode();
		const id = await sessionIdOf(normalizeUserCode(userCode) ?? userCode);
		const [taken] = await store.read([records.facts(id)]);
		if (taken === undefined) return { session_id: id, user_code: userCode, code: userCode };
	}
}

/** Counts the session among the open ones of its API key. @throws ProblemError `too_many_sessions` */
async function countAsOpen(
	{ openSessions, settings, now }: SessionDependencies,
	id: string,
	facts: SessionFacts,
	caller: ApiKey | undefined,
): Promise<void> {
	if (!openSessions || !caller) return;
	const allowed = caller.openSessions ?? settings.openSessions;
	if (await openSessions.enter(caller.id, id, facts.expiresAt, allowed, now())) return;
	throw new ProblemError(
		'too_many_sessions',
		`This API key has ${String(allowed)} sessions open, as many as it may. Collect or cancel some, or wait.`,
		{ headers: { 'Retry-After': '30' } },
	);
}

/** Writes the claims first and the facts last, so that a session is complete or absent. */
async function writeRecords(
	{ store, now }: SessionDependencies,
	id: string,
	facts: SessionFacts,
): Promise<void> {
	const ttl = facts.expiresAt - now();
	await Promise.all(STEPS.map((step) => store.write(records.claim(id, step), 1, ttl)));
	await store.write(records.facts(id), facts, ttl);
}

function verificationUris({ settings }: SessionDependencies, userCode: string) {
	const uri = `${settings.baseUrl}/connect`;
	if (settings.verificationMode === 'manual_code_entry') return { verification_uri: uri, url: uri };
	const complete = `${uri}/${userCode}`;
	return { verification_uri: uri, verification_uri_complete: complete, url: complete };
}
