import type { SessionState } from '../../protocol/states';
import type { RecordStore } from '../storage/record-store';
import { records, type SessionFacts, type StepTaken } from './records';

/** A session: what it was created with, its state, and the outcomes of its steps. */
export interface Session {
	readonly id: string;
	readonly facts: SessionFacts;
	readonly state: SessionState;
	readonly opened: StepTaken<'open'> | undefined;
	readonly submitted: StepTaken<'submit'> | undefined;
	readonly collected: StepTaken<'collect'> | undefined;
}

/**
 * Reads a session in one round trip.
 * @param now milliseconds since the epoch; a session past its end is absent, even where the store still has it
 * @returns undefined where there is none
 */
export async function readSession(store: RecordStore, id: string, now: number): Promise<Session | undefined> {
	const [facts, opened, submitted, collected] = (await store.read([
		records.facts(id),
		records.outcome(id, 'open'),
		records.outcome(id, 'submit'),
		records.outcome(id, 'collect'),
	])) as [
		SessionFacts | undefined,
		StepTaken<'open'> | undefined,
		StepTaken<'submit'> | undefined,
		StepTaken<'collect'> | undefined,
	];
	if (!facts || facts.expiresAt <= now) return undefined;
	return { id, facts, state: stateOf(opened, submitted, collected), opened, submitted, collected };
}

function stateOf(
	opened: StepTaken<'open'> | undefined,
	submitted: StepTaken<'submit'> | undefined,
	collected: StepTaken<'collect'> | undefined,
): SessionState {
	if (!opened) return 'pending';
	if (opened.kind === 'denied') return 'denied';
	if (!submitted) return 'confirmed';
	if (submitted.kind === 'denied') return 'denied';
	return collected ? 'consumed' : 'ready';
}
