import type { SessionDependencies } from './dependencies';
import { readSession, type Session } from './session';
import { emit } from './session-events';
import { TRANSITIONS } from './transitions';

/** What ending a session needs. */
export type ExpireDependencies = Pick<
	SessionDependencies,
	'store' | 'observer' | 'now' | 'callbacks' | 'ending' | 'reportsEnds' | 'openSessions'
>;

/**
 * Ends a session whose time is up and that nobody has decided: its records go, but for the callback, which tells the
 * agent, and for what is left of it. Either it expires or it is decided, never both.
 * @throws StoreUnavailable
 */
export async function expire(dependencies: ExpireDependencies, id: string): Promise<void> {
	const { store, callbacks } = dependencies;
	let session: Session | undefined;
	do {
		session = await readSession(store, id);
		if (!session || !('ends' in TRANSITIONS.expire[session.state.status])) return;
	} while (
		!(await store.change(id, {
			expected: { name: 'state', version: session.version },
			remove: ['state', 'asked', 'envelope', 'pace'],
		}))
	);
	if (session.state.callback) callbacks.decided(id);
	emit(dependencies, 'expired', session);
}
