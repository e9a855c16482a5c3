import { LIMITS } from '../../protocol/limits';
import { sessionNotFound } from '../problem';
import { changeSession } from './change-session';
import type { Origin } from '../keys/origin';
import type { SessionDependencies } from './dependencies';
import type { Session } from './session';
import { emit } from './session-events';
import { attemptOf } from './tokens';

/** What the person gave, encrypted. */
export interface Collected {
	readonly ciphertext: string;
	readonly algorithm: string;
}

/**
 * Hands the ciphertext out once. A call with the same Idempotency-Key gets it again for as long as it is in the store:
 * for the collection window from the first time on, which repeating it does not lengthen.
 * @returns undefined where another call has collected it, or the window is over
 * @throws ProblemError `session_not_found` where the session is gone meanwhile, or the store has lost the envelope
 */
export async function collect(
	dependencies: SessionDependencies,
	found: Session,
	idempotencyKey: string | undefined,
	origin: Origin,
): Promise<Collected | undefined> {
	const { store, timings, now } = dependencies;
	const by = attemptOf(idempotencyKey);
	const { kind, session, changed } = await changeSession(dependencies, found, {
		action: 'collect',
		next: ({ state }) => ({
			state: { ...state, collected: { by, at: now() } },
			// What is collected is called to nobody any more.
			remove: idempotencyKey === undefined ? ['envelope', 'callback'] : ['callback'],
			...(idempotencyKey !== undefined && {
				shorten: { envelope: LIMITS.collectionWindow * timings.second },
			}),
			returning: 'envelope',
		}),
		isRepeat: ({ collected }) => collected?.by === by,
	});
	const { algorithm = '' } = session.state.completed ?? {};
	if (kind === 'changed') {
		emit(dependencies, 'collected', session, origin);
		const ciphertext = changed?.returned?.value;
		if (typeof ciphertext !== 'string') throw sessionNotFound();
		return { ciphertext, algorithm };
	}
	if (kind === 'unchanged') return undefined;
	const { envelope } = await store.read(session.id, ['envelope']);
	return envelope && { ciphertext: envelope.value as string, algorithm };
}
