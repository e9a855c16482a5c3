import {
	makeKeyPair,
	openEnvelope,
	type CredentialFields,
	type SessionKeyPair,
} from '../../protocol/envelope';
import type { CreateSessionReply, PollReply } from '../../protocol/messages';
import { call, type Answer } from './http';

/** A session as the agent that asked for it holds it. */
export interface AgentSession {
	readonly reply: CreateSessionReply;
	readonly keys: SessionKeyPair;
	/** Polls once. */
	poll(headers?: Readonly<Record<string, string>>): Promise<Answer<PollReply>>;
	cancel(): Promise<Answer>;
	/** Opens what a poll brought. */
	open(reply: PollReply): Promise<CredentialFields>;
}

let sharedKeys: Promise<SessionKeyPair> | undefined;

/** One key pair for all tests that do not care about theirs: making one takes a while. */
export function anyKeys(): Promise<SessionKeyPair> {
	sharedKeys ??= makeKeyPair();
	return sharedKeys;
}

/** Asks a broker for a session, by default for an API key. */
export async function createSession(
	broker: string,
	request: Readonly<Record<string, unknown>> = { template: 'api_key' },
	headers: Readonly<Record<string, string>> = {},
): Promise<AgentSession> {
	const keys = await anyKeys();
	const answer = await call<CreateSessionReply>(broker, 'POST', '/v1/sessions', {
		body: { public_key: keys.publicKey, ...request },
		headers,
	});
	if (answer.status !== 201) throw new Error(`not created: ${JSON.stringify(answer)}`);
	return sessionOf(broker, answer.body, keys, headers);
}

/** A session that exists already, by what creating it gave; on this broker or on another of the same store. */
export function sessionOf(
	broker: string,
	reply: CreateSessionReply,
	keys: SessionKeyPair,
	headers: Readonly<Record<string, string>> = {},
): AgentSession {
	const address = `/v1/sessions/${reply.session_id}`;
	const authorization = { ...headers, authorization: `Bearer ${reply.poll_token ?? ''}` };
	return {
		reply,
		keys,
		poll: (extra = {}) =>
			call<PollReply>(broker, 'GET', address, { headers: { ...authorization, ...extra } }),
		cancel: () => call(broker, 'DELETE', address, { headers: authorization }),
		open: ({ ciphertext = '' }) => openEnvelope(keys.privateKey, ciphertext),
	};
}
