import { ENVELOPE_ALGORITHM } from '../../protocol/envelope';
import { anyKeys } from '../support/agent';
import type { ExactRequest } from '../support/fuzz-call';
import type { Answer } from '../support/http';

/** Makes a call and checks its answer. */
export type Ask = (request: ExactRequest) => Promise<Answer>;

/** What a session is known by. */
export interface FuzzSession {
	readonly code: string;
	readonly pollToken: string;
	/** The address that its agent polls. */
	readonly target: string;
	/** The address that its person's calls begin with. */
	readonly path: string;
}

/** A call with a JSON body. */
export function withJson(
	method: string,
	target: string,
	body: unknown,
	headers: Readonly<Record<string, string>> = {},
): ExactRequest {
	return {
		method,
		target,
		body: Buffer.from(JSON.stringify(body)),
		headers: { 'content-type': 'application/json', ...headers },
	};
}

/** Asks for a session that lives as briefly as one can. */
export async function createFuzzSession(ask: Ask): Promise<FuzzSession> {
	const { publicKey } = await anyKeys();
	const request = { public_key: publicKey, template: 'api_key', ttl: 60, agent_state: 'sealed' };
	const { status, body } = await ask(withJson('POST', '/v1/sessions', request));
	if (status !== 201) throw new Error(`no session: ${JSON.stringify(body)}`);
	const { session_id, code, poll_token } = body as Record<'session_id' | 'code' | 'poll_token', string>;
	return { code, pollToken: poll_token, target: `/v1/sessions/${session_id}`, path: `/v1/connect/${code}` };
}

let made = 0;

/** A body with an envelope that has the right shape, and is like no other. */
export function someEnvelope(connectToken?: string): Readonly<Record<string, string>> {
	made += 1;
	const iv = Buffer.alloc(12);
	iv.writeUInt32BE(made);
	const members = { wrapped_key: zeros(256), iv: iv.toString('base64'), ciphertext: zeros(40) };
	return {
		ciphertext: Buffer.from(JSON.stringify(members)).toString('base64'),
		algorithm: ENVELOPE_ALGORITHM,
		...(connectToken !== undefined && { connect_token: connectToken }),
	};
}

function zeros(bytes: number): string {
	return Buffer.alloc(bytes).toString('base64');
}

/** Deletes a session, where it is still there. */
export async function deleteSession(ask: Ask, { target, pollToken }: FuzzSession): Promise<void> {
	await ask({ method: 'DELETE', target, headers: { authorization: `Bearer ${pollToken}` } });
}
