import { sha256Hex } from '../../protocol/encoding';
import { makeToken } from '../../protocol/tokens';
import type { RecordKey } from '../storage/record-store';
import type { SessionDependencies } from './dependencies';
import { records, type Outcomes, type SessionFacts, type Won } from './records';
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
	/** Done before {@link prepare} where another try of this attempt may yet write an outcome over this one. */
	readonly asHeir?: () => Promise<void>;
}

/**
 * Calls of the store that a winner makes from its claim to its outcome. None outlasts the store's timeout, so after as
 * many timeouts nobody can be in flight any more.
 */
const CALLS_IN_FLIGHT = 3;
const LOOK_AGAIN = 100;

/**
 * Takes a step of which all callers, on all brokers, exactly one may be the winner: the one that deletes the claim.
 *
 * An attempt with an Idempotency-Key leaves a mark before it reaches for the claim. If its broker dies, or the store
 * fails, between the claim and the outcome, then the same attempt, made again, finds its mark, no claim and no
 * outcome, and once nobody can be in flight any more it finishes what it began. An attempt that is told it lost takes
 * its mark away, so it can never do that. Where several were under way and none was told anything, one of them is the
 * heir.
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

	const { outcome, heir, gone } = await readWinner(dependencies, session.id, attempt.step, {
		// The same attempt may be under way on another broker, which the caller gave up on.
		patience: attempt.idempotencyKey === undefined ? 0 : CALLS_IN_FLIGHT * dependencies.settings.storeTimeout,
		inherit: async (record) => {
			if (tried) await store.write(record, by, ttl);
		},
	});
	if (outcome?.by === by && isAlike(outcome, attempt.outcome)) return 'repeated';
	if (outcome === undefined && heir === by && !gone) return finish();
	if (attempt.idempotencyKey !== undefined) await store.delete(mark);
	return 'lost';
}

/** How a step stands. */
interface Standing<S extends Step> {
	/** What the winner made of it, once it has. */
	readonly outcome: Won<S> | undefined;
	readonly heir: string | undefined;
	/** Whether the session was cancelled meanwhile, so that nobody wins any more. */
	readonly gone: boolean;
}

/**
 * Reads which attempt won a step, looking again for a while where none has yet. Meanwhile an attempt may declare itself
 * the heir of a winner that died. Of several that do so at once, the last to write is the heir; nobody acts on it
 * before all of them can see it.
 * @param inherit called where there is no winner and no heir
 */
async function readWinner<S extends Step>(
	{ store, sleep }: SessionDependencies,
	session: string,
	step: S,
	{ patience, inherit }: { patience: number; inherit: (record: RecordKey) => Promise<void> },
): Promise<Standing<S>> {
	const record = records.heir(session, step);
	for (let waited = 0; ; waited += LOOK_AGAIN) {
		const [outcome, heir, facts] = (await store.read([
			records.outcome(session, step),
			record,
			records.facts(session),
		])) as [Won<S> | undefined, string | undefined, SessionFacts | undefined];
		const gone = facts === undefined;
		if (outcome !== undefined || gone || waited >= patience) return { outcome, heir, gone };
		if (heir === undefined) await inherit(record);
		await sleep(LOOK_AGAIN);
	}
}

async function attemptId(idempotencyKey: string | undefined): Promise<string> {
	return (await sha256Hex(idempotencyKey ?? makeToken('connect'))).slice(0, 32);
}

/** Whoever uses one key to confirm and to decline, or to hand in and to decline, is told of only one that it worked. */
function isAlike<S extends Step>(one: Outcomes[S], other: Outcomes[S]): boolean {
	return !('kind' in one) || !('kind' in other) || one.kind === other.kind;
}
