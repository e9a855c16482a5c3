import { normalizeUserCode, sessionIdOf } from '../../protocol/user-code';
import { isToken } from '../../protocol/tokens';
import { ProblemError, sessionNotFound } from '../problem';
import type { SessionDependencies } from './dependencies';
import { readSession, type Session } from './session';
import { tokenMatches } from './token-hash';

const SESSION_ID = /^[0-9a-f]{64}$/;

/**
 * The session with this id, for the agent that has its poll token.
 * @throws ProblemError `poll_token_invalid` where the token is missing, malformed or wrong; `session_not_found`
 */
export async function findByPollToken(
	dependencies: SessionDependencies,
	id: string,
	pollToken: string | undefined,
): Promise<Session> {
	if (pollToken === undefined || !isToken('poll', pollToken)) throw pollTokenInvalid();
	const session = await findById(dependencies, id);
	if (!session) throw sessionNotFound();
	if (!tokenMatches(pollToken, session.facts.pollTokenHash)) throw pollTokenInvalid();
	return session;
}

/** The session with an id from an address, or undefined. */
export async function findById(dependencies: SessionDependencies, id: string): Promise<Session | undefined> {
	if (!SESSION_ID.test(id)) return undefined;
	return readSession(dependencies.store, id, dependencies.now());
}

/** The session behind a user code as a person types it, or undefined. */
export async function findByUserCode(
	dependencies: SessionDependencies,
	userCode: string,
): Promise<Session | undefined> {
	const normal = normalizeUserCode(userCode);
	return normal === undefined ? undefined : findById(dependencies, await sessionIdOf(normal));
}

function pollTokenInvalid(): ProblemError {
	return new ProblemError(
		'poll_token_invalid',
		'Authorization: expected "Bearer" and the poll token of this session.',
		{ headers: { 'WWW-Authenticate': 'Bearer' } },
	);
}
