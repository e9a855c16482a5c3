import { readSession, type Session } from '../sessions/session';
import type { Storage } from '../storage/storage';
import { OPEN_STATES, type OpenState } from './operator';

/** A session that is open. */
export type OpenSession = Session & { readonly state: { readonly status: OpenState } };

/** Sessions that are read, or ended, at the same time: Redis serves others in between. */
export const AT_A_TIME = 100;

/**
 * The open sessions of a store, each once, in batches. One that is open all the while is among them.
 * @throws StoreUnavailable
 */
export async function* eachOpenSession({
	ids,
	store,
}: Pick<Storage, 'ids' | 'store'>): AsyncGenerator<readonly OpenSession[]> {
	const seen = new Set<string>();
	for await (const batch of ids()) {
		const fresh = batch.filter((id) => !seen.has(id));
		for (const id of fresh) seen.add(id);
		for (let at = 0; at < fresh.length; at += AT_A_TIME) {
			const read = await Promise.all(fresh.slice(at, at + AT_A_TIME).map((id) => readSession(store, id)));
			yield read.filter((session) => session !== undefined).filter(isOpen);
		}
	}
}

/** Whether a session can still be ended. */
export function isOpen(session: Session): session is OpenSession {
	return (OPEN_STATES as readonly string[]).includes(session.state.status);
}
