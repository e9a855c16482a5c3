import { sha256Hex } from '../../protocol/encoding';
import { makeToken } from '../../protocol/tokens';
import type { RecordKey } from '../storage/record-store';
import type { SessionDependencies } from './dependencies';
import { records, type Outcomes, type SessionFacts, type Step, type StepTaken } from './records';
import type { Session } from './session';

/** `done`: this call took the step. `repeated`: an earlier call of the same attempt did. `conflict`: another did. */
export type StepResult = 'done' | 'repeated' | 'conflict';

/** One caller's attempt to take a step. */
interface StepAttempt<S extends Step> {
	readonly step: S;
	/** The caller's Idempotency-Key; without one the step is strictly once, and a reply that did not arrive is gone. */
	readonly idempotencyKey?: string | undefined;
	readonly outcome: Outcomes[S];
	/** Writes what the outcome refers to, before the outcome is written; called by the one that takes the step. */
	readonly prepare?: () => Promise<void>;
}

/**
 * Store calls from deleting the claim to writing the outcome. None outlasts the store's timeout, so after as many
 * timeouts the attempt that deleted the claim has finished or died.
 */
const CALLS_IN_FLIGHT = 3;
/** Milliseconds between two reads of an outcome that is missing. */
const RECHECK_INTERVAL = 25;

/**
 * Takes a step exactly once, however many callers try on however many brokers: the one that deletes the claim takes it.
 *
 * An attempt with an Idempotency-Key is recorded before it deletes the claim. If its broker dies, or the store fails,
 * before the outcome is written, the same attempt, repeated, finds its record, no claim and no outcome. Once the broker
 * that deleted the claim must have finished or died, it takes over. An attempt that was answered with a conflict loses
 * its record, so it never takes over. Of several unanswered attempts one takes over.
 */
export async function takeStep<S extends Step>(
	dependencies: SessionDependencies,
	session: Session,
	attempt: StepAttempt<S>,
): Promise<StepResult> {
	const { store } = dependencies;
	const ttl = session.facts.expiresAt - dependencies.now();
	const by = await attemptId(attempt.idempotencyKey);
	const attemptRecord = records.attempt(session.id, attempt.step, by);
	const isRepeated =
		attempt.idempotencyKey !== undefined && (await store.read([attemptRecord]))[0] !== undefined;
	if (attempt.idempotencyKey !== undefined && !isRepeated) await store.write(attemptRecord, 1, ttl);

	const finish = async (): Promise<StepResult> => {
		await attempt.prepare?.();
		await store.write(records.outcome(session.id, attempt.step), { ...attempt.outcome, by }, ttl);
		dependencies.notifier.notify(session.id);
		return 'done';
	};
	if (await store.delete(records.claim(session.id, attempt.step))) return finish();

	const { outcome, takenOverBy, gone } = await readOutcome(dependencies, session.id, attempt.step, {
		// The same attempt may still be in progress on another broker.
		timeoutMs:
			attempt.idempotencyKey === undefined ? 0 : CALLS_IN_FLIGHT * dependencies.settings.storeTimeout,
		requestTakeover: async (record) => {
			if (isRepeated) await store.write(record, by, ttl);
		},
	});
	if (outcome?.by === by && isAlike(outcome, attempt.outcome)) return 'repeated';
	if (outcome === undefined && takenOverBy === by && !gone) return finish();
	if (attempt.idempotencyKey !== undefined) await store.delete(attemptRecord);
	return 'conflict';
}

interface StepStatus<S extends Step> {
	readonly outcome: StepTaken<S> | undefined;
	/** The attempt that takes over from a broker that died. */
	readonly takenOverBy: string | undefined;
	/** Whether the session was cancelled meanwhile. */
	readonly gone: boolean;
}

/**
 * Reads the outcome of a step, again and again for a while where there is none yet. Meanwhile repeated attempts may
 * request to take over. Of several the last one written takes over, and only after all of them can have read it.
 * @param requestTakeover called where there is neither an outcome nor a takeover
 */
async function readOutcome<S extends Step>(
	{ store, sleep }: SessionDependencies,
	session: string,
	step: S,
	{
		timeoutMs,
		requestTakeover,
	}: { timeoutMs: number; requestTakeover: (record: RecordKey) => Promise<void> },
): Promise<StepStatus<S>> {
	const record = records.takeover(session, step);
	for (let waited = 0; ; waited += RECHECK_INTERVAL) {
		const [outcome, takenOverBy, facts] = (await store.read([
			records.outcome(session, step),
			record,
			records.facts(session),
		])) as [StepTaken<S> | undefined, string | undefined, SessionFacts | undefined];
		const gone = facts === undefined;
		if (outcome !== undefined || gone || waited >= timeoutMs) return { outcome, takenOverBy, gone };
		if (takenOverBy === undefined) await requestTakeover(record);
		await sleep(RECHECK_INTERVAL);
	}
}

async function attemptId(idempotencyKey: string | undefined): Promise<string> {
	return (await sha256Hex(idempotencyKey ?? makeToken('connect'))).slice(0, 32);
}

/** One key that was used both to confirm and to decline, or to complete and to decline, succeeds with the first only. */
function isAlike<S extends Step>(one: Outcomes[S], other: Outcomes[S]): boolean {
	return !('kind' in one) || !('kind' in other) || one.kind === other.kind;
}
