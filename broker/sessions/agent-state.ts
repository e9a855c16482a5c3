import type { AgentStateReply } from '../../protocol/messages';
import { sessionNotFound } from '../problem';
import type { RecordStore } from '../storage/record-store';
import type { Origin } from '../keys/origin';
import { findById } from './find';

/**
 * The `agent_state` of a session, for the API key that created it.
 * @throws ProblemError `session_not_found` for unknown, expired and foreign sessions, and those without state, alike
 */
export async function readAgentState(
	store: RecordStore,
	id: string,
	{ caller }: Origin,
): Promise<AgentStateReply> {
	const session = await findById(store, id);
	if (session?.asked.agentState === undefined || session.asked.owner !== caller?.id) throw sessionNotFound();
	return { agent_state: session.asked.agentState };
}
