import type { AgentStateReply } from '../../protocol/messages';
import type { ApiKey } from '../keys/api-key';
import { sessionNotFound } from '../problem';
import type { SessionDependencies } from './dependencies';
import { findById } from './find-session';

/**
 * The `agent_state` of a session, for the API key that created it.
 * @throws ProblemError `session_not_found` for unknown, expired and foreign sessions, and those without state, alike
 */
export async function readAgentState(
	dependencies: SessionDependencies,
	id: string,
	caller: ApiKey | undefined,
): Promise<AgentStateReply> {
	const session = await findById(dependencies, id);
	if (session?.facts.agentState === undefined || session.facts.owner !== caller?.id) throw sessionNotFound();
	return { agent_state: session.facts.agentState };
}
