import { CALLBACK_PATH } from '../../protocol/callback-path';
import { LIMITS } from '../../protocol/limits';
import { sha256Hex } from '../../protocol/encoding';
import { makeKeyPair } from '../../protocol/envelope';
import { keyFingerprint } from '../../protocol/key-fingerprint';
import type { CreateSessionReply, CreateSessionRequest } from '../../protocol/messages';
import { makeToken } from '../../protocol/tokens';
import { formatUserCode, normalizeUserCode } from '../../protocol/user-code';
import { pinLink } from '../../protocol/verification-link';
import { BrokerRefusal } from '../shared/broker-errors';
import type { Connection } from '../shared/connection';
import { linkFault } from '../shared/people-link';
import { sealAgentState, sealSession, type AgentState } from '../shared/sealed-session';
import { messageFor } from './message';
import { LinkAuthError } from '../shared/errors';
import type { RequestParameters } from './request-parameters';

/** Milliseconds that clocks and the way to the broker may take from a request without shortening it. */
const ROUNDING = 60_000;

/** What the node gives for a request that has been made. */
export interface MadeRequest {
	readonly status: 'pending';
	/** The link for the person, with the key's fingerprint in its fragment. */
	readonly url: string;
	readonly code: string;
	/** Where codes are typed. */
	readonly verificationUri: string;
	/** RFC 3339. */
	readonly expiresAt: string;
	/** Only where the link ends sooner than was asked for; with `requestedExpiresAt`. */
	readonly shortened?: true;
	/** RFC 3339: when it would have ended. */
	readonly requestedExpiresAt?: string;
	readonly message: string;
	/** Opaque; for Await Credential. */
	readonly session: string;
}

/**
 * Asks one person for a credential: makes a key pair and a poll token, and a session for them at the broker.
 * @throws LinkAuthError, of which BrokerRefusal, BrokerUnavailable and SealedValueError are kinds
 */
export async function makeRequest(
	connection: Connection,
	parameters: RequestParameters,
): Promise<MadeRequest> {
	const keys = await makeKeyPair();
	const wanted = new Date(Date.now() + parameters.ttl * 1000).toISOString();
	// No broker finds a session by what is typed for longer.
	const ttl = parameters.typedCode ? Math.min(parameters.ttl, LIMITS.codeTime) : parameters.ttl;
	const state: AgentState = {
		broker: connection.brokerUrl,
		pollToken: makeToken('poll'),
		privateKey: keys.privateKey,
		use: parameters.use,
		allowedHosts: parameters.allowedHosts,
		expiresAt: new Date(Date.now() + ttl * 1000).toISOString(),
		...(parameters.displayLabel === '' ? {} : { displayName: parameters.displayLabel }),
		...(parameters.signIn && { signIn: parameters.signIn }),
	};
	const agentState = await sealAgentState(connection.sealingKey, state);
	if (agentState.length > LIMITS.agentState) {
		throw new LinkAuthError(
			'Allowed Hosts is too long.',
			'Name fewer hosts, or all subdomains of a domain at once, such as *.example.com.',
		);
	}
	const reply = await connection.broker.createSession({
		...requestBody(parameters),
		ttl,
		public_key: keys.publicKey,
		agent_state: agentState,
		poll_token_hash: await sha256Hex(state.pollToken),
	});
	const session = sessionOf(reply, state);
	const target = parameters.typedCode ? session.verificationUri : session.completeUri;
	const fault = linkFault(target);
	if (fault !== undefined) {
		await connection.broker.acknowledge({ id: session.id, pollToken: session.state.pollToken });
		throw fault;
	}
	const url = pinLink(target, await keyFingerprint(keys.publicKey), parameters.challenge);
	return {
		status: 'pending',
		url,
		code: session.code,
		verificationUri: session.verificationUri,
		expiresAt: session.expiresAt,
		...(Date.parse(wanted) - Date.parse(session.expiresAt) > ROUNDING
			? { shortened: true, requestedExpiresAt: wanted }
			: {}),
		message: messageFor(
			{
				link: url,
				code: session.code,
				displayName: parameters.displayLabel,
				reason: parameters.reason,
				seconds: (Date.parse(session.expiresAt) - Date.now()) / 1000,
				typedCode: target === session.verificationUri,
				signsIn: parameters.signIn !== undefined,
			},
			parameters.messageText,
		),
		session: await sealSession(connection.sealingKey, {
			...session.state,
			id: session.id,
			code: session.code,
			expiresAt: session.expiresAt,
		}),
	};
}

/** Where providers send people back to who sign in for this request. */
export function redirectUrlOf({ verificationUri }: MadeRequest): string {
	return verificationUri.replace(/\/connect$/, CALLBACK_PATH);
}

function requestBody(parameters: RequestParameters): Omit<CreateSessionRequest, 'public_key' | 'ttl'> {
	return {
		...parameters.form,
		...(parameters.displayName === '' ? {} : { display_name: parameters.displayName }),
		...(parameters.reason === '' ? {} : { reason: parameters.reason }),
		...(parameters.requester === undefined ? {} : { requester: parameters.requester }),
		...(parameters.allowedHosts.length === 0 ? {} : { allowed_hosts: parameters.allowedHosts }),
	};
}

interface CreatedSession {
	readonly id: string;
	readonly code: string;
	readonly verificationUri: string;
	/** Opens the request at once; the same as `verificationUri` where the broker wants codes typed. */
	readonly completeUri: string;
	readonly expiresAt: string;
	readonly state: AgentState;
}

/** Reads the reply of this broker or of a LinkAuth 0.2 one, which knows fewer members and makes its own token. */
function sessionOf(reply: Partial<CreateSessionReply>, state: AgentState): CreatedSession {
	const { session_id: id, expires_at: expiresAt } = reply;
	const code = reply.user_code ?? reply.code;
	const completeUri = reply.verification_uri_complete ?? reply.url ?? reply.verification_uri;
	if (id === undefined || code === undefined || completeUri === undefined || expiresAt === undefined) {
		throw new BrokerRefusal(
			`What answers at ${state.broker} is not a LinkAuth broker.`,
			'Check the Broker URL in the LinkAuth API credential.',
			201,
		);
	}
	// LinkAuth 0.2, which has no `user_code`, uses letters that we read as digits: the person compares what its page shows.
	const normal = reply.user_code === undefined ? undefined : normalizeUserCode(code);
	return {
		id,
		code: normal === undefined ? code : formatUserCode(normal),
		verificationUri: reply.verification_uri ?? `${state.broker}/connect`,
		completeUri,
		expiresAt: endOf(reply.expires_in, expiresAt, state.expiresAt),
		state: reply.poll_token === undefined ? state : { ...state, pollToken: reply.poll_token },
	};
}

/**
 * When a request ends: as the broker says, but at the latest when it was asked to, since an end that is no date or
 * years away would have a workflow wait for ever. By this machine's clock where the broker says how long it takes, so
 * that a broker's clock that is off does no harm.
 */
function endOf(expiresIn: unknown, expiresAt: unknown, latest: string): string {
	const now = Date.now();
	const end =
		typeof expiresIn === 'number' ? now + Math.max(0, expiresIn) * 1000 : Date.parse(String(expiresAt));
	return Number.isNaN(end) || end > Date.parse(latest) ? latest : new Date(end).toISOString();
}
