import { LIMITS } from '../../protocol/limits';
import { sessionNotFound } from '../problem';
import type { SessionDependencies } from './dependencies';
import { records } from './records';
import type { Session } from './session';
import { takeStep } from './take-step';
import { emit } from './session-events';

/** What the person gave, encrypted. */
export interface Collected {
	readonly ciphertext: string;
	readonly algorithm: string;
}

/**
 * Hands the ciphertext out once. A call with the same Idempotency-Key gets it again, for as long as the collection
 * window.
 * @param session ready or consumed
 * @returns undefined where another call has collected it
 */
export async function collect(
	dependencies: SessionDependencies,
	session: Session,
	idempotencyKey: string | undefined,
): Promise<Collected | undefined> {
	const { store, now, timings } = dependencies;
	const window = LIMITS.collectionWindow * timings.second;
	if (session.submitted?.kind !== 'completed') return undefined;
	if (session.state === 'consumed' && !mayRepeat(session, idempotencyKey, now() - window)) return undefined;
	const [ciphertext] = (await store.read([records.sealed(session.id)])) as [string | undefined];
	const result = await takeStep(dependencies, session, {
		step: 'collect',
		idempotencyKey,
		outcome: { at: now() },
	});
	if (result === 'conflict') return undefined;
	// The store has evicted the record before its time.
	if (ciphertext === undefined) throw sessionNotFound();
	if (result === 'done') {
		emit(dependencies, 'collected', session);
		// A failure is not worth losing the reply for: the record expires with the session.
		await (
			idempotencyKey === undefined
				? store.delete(records.sealed(session.id))
				: store.write(
						records.sealed(session.id),
						ciphertext,
						Math.min(session.facts.expiresAt - now(), window),
					)
		).catch(() => undefined);
	}
	return { ciphertext, algorithm: session.submitted.algorithm };
}

/** @param since milliseconds since the epoch */
function mayRepeat({ collected }: Session, idempotencyKey: string | undefined, since: number): boolean {
	return idempotencyKey !== undefined && (collected?.at ?? 0) >= since;
}
