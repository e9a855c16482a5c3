import type { Context } from '../http/context';
import type { SessionDependencies } from '../sessions/dependencies';

/** What the sessions' operations work with, for the call at hand: those who watch are told where it comes from. */
export function seenFrom({ state }: Context, sessions: SessionDependencies): SessionDependencies {
	return { ...sessions, network: state.network };
}
