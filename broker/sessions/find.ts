import { isToken } from '../../protocol/tokens';
import { pollTokenInvalid, sessionEnded, sessionNotFound } from '../problem';
import type { RecordStore } from '../storage/record-store';
import type { SessionDependencies } from './dependencies';
import { readEnded, sessionEnd } from './ended';
import { leadsTo, type ShownLink } from './link';
import { readSession, type Session } from './session';
import { hashesEqual, sha256Hex } from './tokens';

const SESSION_ID = /^[0-9a-f]{64}$/;
/** Compared with where there is no session, so that it takes as long. */
const NO_HASH = '0'.repeat(64);

/** The session with an id, or undefined; without a round trip where it cannot be one. */
export function findById(store: RecordStore, id: string | undefined): Promise<Session | undefined> {
	return id !== undefined && SESSION_ID.test(id) ? readSession(store, id) : Promise.resolve(undefined);
}

/**
 * The session that a link leads to just now. Whether there is such a session, and whether a code opens it no longer, is
 * the same to whoever asks: the store is asked the same, and it takes as long.
 * @param link undefined where what was shown is none
 */
export async function findByLink(
	{ store, now, timings }: Pick<SessionDependencies, 'store' | 'now' | 'timings'>,
	link: ShownLink | undefined,
): Promise<Session | undefined> {
	if (!link) return undefined;
	const session = await findById(store, link.id);
	return leadsTo(link, session?.asked, now(), timings) ? session : undefined;
}

/**
 * The session with an id, for the agent that has its poll token. A wrong token and a session that does not exist are
 * answered alike and take as long, so that nobody learns by asking which sessions there are.
 * @throws ProblemError `poll_token_invalid` where the token is missing or malformed, whatever the id; `session_not_found`;
 *   `session_ended` where the token is right, and it is over
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
	if (session && isRight) return session;
	const ended = SESSION_ID.test(id) ? await readEnded(store, id) : undefined;
	const wasRight = hashesEqual(given, ended?.pollTokenHash ?? NO_HASH);
	throw ended && wasRight ? sessionEnded(sessionEnd(ended)) : sessionNotFound();
}

/** Whether a token is one of those that the attempt which confirmed was given. */
export function isConnectToken({ state }: Session, token: string | undefined): boolean {
	if (token === undefined || !isToken('connect', token)) return false;
	const given = sha256Hex(token);
	return (state.confirmed?.tokenHashes ?? []).filter((hash) => hashesEqual(given, hash)).length > 0;
}
