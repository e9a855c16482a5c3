import { sha256Hex } from '../../protocol/encoding';
import { makeToken } from '../../protocol/tokens';
import type { SessionDependencies } from './dependencies';
import { records, type Outcomes, type Won } from './records';
import type { Session } from './session';
import type { Step } from './transitions';

/** `won`: this call took the step. `repeated`: an earlier call of the same attempt did. `lost`: another did. */
export type StepResult = 'won' | 'repeated' | 'lost';

/** A step as one caller tries to take it. */
export interface StepAttempt<S extends Step> {
	readonly step: S;
	/** The caller's Idempotency-Key; without one the step is strictly once, and a lost reply is lost. */
	readonly idempotencyKey?: string | undefined;
	readonly outcome: Outcomes[S];
	/** What must stand in the store before the outcome shows; done by the winner alone. */
	readonly prepare?: () => Promise<void>;
}

/** Longer than a winner can be between its claim and its outcome, since no store call outlasts its timeout. */
const IN_FLIGHT = 2_500;
const LOOK_AGAIN = 100;

/**
 * Takes a step of which all callers, on all brokers, exactly one may be the winner: the one that deletes the claim.
 *
 * An attempt with an Idempotency-Key leaves a mark before it reaches for the claim. If its broker dies, or the store
 * fails, between the claim and the outcome, then the same attempt, made again, finds its mark, no claim and no
 * outcome, and once nobody can be in flight any more it finishes what it began. An attempt that is told it lost takes
 * its mark away, so it can never do that.
 */
export async function takeStep<S extends Step>(
	dependencies: SessionDependencies,
	session: Session,
	attempt: StepAttempt<S>,
): Promise<StepResult> {
	const { store } = dependencies;
	const ttl = session.facts.expiresAt - dependencies.now();
	const by = await attemptId(attempt.idempotencyKey);
	const mark = records.attempt(session.id, attempt.step, by);
	const tried = attempt.idempotencyKey !== undefined && (await store.read([mark]))[0] !== undefined;
	if (attempt.idempotencyKey !== undefined && !tried) await store.write(mark, 1, ttl);

	const finish = async (): Promise<StepResult> => {
		await attempt.prepare?.();
		await store.write(records.outcome(session.id, attempt.step), { ...attempt.outcome, by }, ttl);
		dependencies.notifier.notify(session.id);
		return 'won';
	};
	if (await store.delete(records.claim(session.id, attempt.step))) return finish();

	const winner = await readWinner(dependencies, session.id, attempt.step, tried ? IN_FLIGHT : 0);
	if (winner?.by === by) return 'repeated';
	if (!winner && tried && (await stillThere(dependencies, session.id))) return finish();
	if (attempt.idempotencyKey !== undefined) await store.delete(mark);
	return 'lost';
}

/** Reads who won a step, looking again for a while where nobody has yet. */
async function readWinner<S extends Step>(
	{ store, sleep }: SessionDependencies,
	session: string,
	step: S,
	patience: number,
): Promise<Won<S> | undefined> {
	for (let waited = 0; ; waited += LOOK_AGAIN) {
		const [winner] = await store.read([records.outcome(session, step)]);
		if (winner !== undefined) return winner as Won<S>;
		if (waited >= patience) return undefined;
		await sleep(LOOK_AGAIN);
	}
}

async function stillThere({ store }: SessionDependencies, session: string): Promise<boolean> {
	return (await store.read([records.facts(session)]))[0] !== undefined;
}

async function attemptId(idempotencyKey: string | undefined): Promise<string> {
	return (await sha256Hex(idempotencyKey ?? makeToken('connect'))).slice(0, 32);
}
