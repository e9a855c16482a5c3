import { isToken } from '../../protocol/tokens';
import { normalizeUserCode } from '../../protocol/user-code';
import { pollTokenInvalid, sessionNotFound } from '../problem';
import type { RecordStore } from '../storage/record-store';
import { readSession, type Session } from './session';
import { hashesEqual, sha256Hex } from './tokens';

const SESSION_ID = /^[0-9a-f]{64}$/;
/** Compared with where there is no session, so that it takes as long. */
const NO_HASH = '0'.repeat(64);

/**
 * The id of the session that a user code, as a person types it, belongs to.
 * @returns undefined where it cannot be a code
 */
export function sessionIdOfCode(typed: string): string | undefined {
	const normal = normalizeUserCode(typed);
	return normal === undefined ? undefined : sha256Hex(normal);
}

/** The session with an id, or undefined; without a round trip where it cannot be one. */
export function findById(store: RecordStore, id: string | undefined): Promise<Session | undefined> {
	return id !== undefined && SESSION_ID.test(id) ? readSession(store, id) : Promise.resolve(undefined);
}

/**
 * The session with an id, for the agent that has its poll token. A wrong token and a session that does not exist are
 * answered alike and take as long, so that nobody learns by asking which sessions there are.
 * @throws ProblemError `poll_token_invalid` where the token is missing or malformed, whatever the id; `session_not_found`
 */
export async function findByPollToken(
	store: RecordStore,
	id: string,
	pollToken: string | undefined,
): Promise<Session> {
	if (pollToken === undefined || !isToken('poll', pollToken)) throw pollTokenInvalid();
	const given = sha256Hex(pollToken);
	const session = await findById(store, id);
	const isRight = hashesEqual(given, session?.asked.pollTokenHash ?? NO_HASH);
	if (!session || !isRight) throw sessionNotFound();
	return session;
}

/** Whether a token is one of those that the attempt which confirmed was given. */
export function isConnectToken({ state }: Session, token: string | undefined): boolean {
	if (token === undefined || !isToken('connect', token)) return false;
	const given = sha256Hex(token);
	return (state.confirmed?.tokenHashes ?? []).filter((hash) => hashesEqual(given, hash)).length > 0;
}
