import type { SessionState } from '../../protocol/states';
import type { RecordStore } from '../storage/record-store';
import { records, type SessionFacts, type Won } from './records';

/** A session as it stands: its facts, and what its records say has happened to it. */
export interface Session {
	readonly id: string;
	readonly facts: SessionFacts;
	readonly state: SessionState;
	readonly opened: Won<'open'> | undefined;
	readonly submitted: Won<'submit'> | undefined;
	readonly collected: Won<'collect'> | undefined;
}

/**
 * Reads a session in one round trip.
 * @param now milliseconds since the epoch; a session past its time is absent, whatever the store still holds
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
		Won<'open'> | undefined,
		Won<'submit'> | undefined,
		Won<'collect'> | undefined,
	];
	if (!facts || facts.expiresAt <= now) return undefined;
	return { id, facts, state: stateOf(opened, submitted, collected), opened, submitted, collected };
}

function stateOf(
	opened: Won<'open'> | undefined,
	submitted: Won<'submit'> | undefined,
	collected: Won<'collect'> | undefined,
): SessionState {
	if (!opened) return 'pending';
	if (opened.kind === 'denied') return 'denied';
	if (!submitted) return 'confirmed';
	if (submitted.kind === 'denied') return 'denied';
	return collected ? 'consumed' : 'ready';
}
