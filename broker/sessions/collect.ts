import { LIMITS } from '../../protocol/limits';
import { sessionNotFound } from '../problem';
import type { SessionDependencies } from './dependencies';
import { records } from './records';
import type { Session } from './session';
import { takeStep } from './take-step';
import { tell } from './tell';

/** What the person gave, as it is handed over. */
export interface Collected {
	readonly ciphertext: string;
	readonly algorithm: string;
}

/**
 * Hands the ciphertext over: to one caller, once; to the same caller again, for a minute, where it repeats its
 * Idempotency-Key.
 * @param session ready or consumed
 * @returns undefined where it is not this caller's to have
 */
export async function collect(
	dependencies: SessionDependencies,
	session: Session,
	idempotencyKey: string | undefined,
): Promise<Collected | undefined> {
	const { store, now } = dependencies;
	if (session.submitted?.kind !== 'completed') return undefined;
	if (session.state === 'consumed' && !mayRepeat(session, idempotencyKey, now())) return undefined;
	const [ciphertext] = (await store.read([records.sealed(session.id)])) as [string | undefined];
	const result = await takeStep(dependencies, session, {
		step: 'collect',
		idempotencyKey,
		outcome: { at: now() },
	});
	if (result === 'lost') return undefined;
	// The store gave up a record before its time: better a clear end than a success without content.
	if (ciphertext === undefined) throw sessionNotFound();
	if (result === 'won') tell(dependencies, 'collected', session);
	if (result === 'won') await shorten(dependencies, session, ciphertext, idempotencyKey !== undefined);
	return { ciphertext, algorithm: session.submitted.algorithm };
}

function mayRepeat(session: Session, idempotencyKey: string | undefined, now: number): boolean {
	const since = now - (session.collected?.at ?? 0);
	return idempotencyKey !== undefined && since <= LIMITS.collectionWindow * 1_000;
}

/** The ciphertext goes at once, or with the window. A fault here is not worth losing the reply for: time ends it too. */
async function shorten(
	{ store, now }: SessionDependencies,
	session: Session,
	ciphertext: string,
	repeatable: boolean,
): Promise<void> {
	const left = Math.min(session.facts.expiresAt - now(), LIMITS.collectionWindow * 1_000);
	const record = records.sealed(session.id);
	await (repeatable ? store.write(record, ciphertext, left) : store.delete(record)).catch(() => undefined);
}
