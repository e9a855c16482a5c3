import type { CallbackResult } from '../callbacks/callback-results';
import type { LimitName } from '../limits/limit-table';
import type { SessionOutcome } from '../sessions/session-events';
import type { StoreRoom } from '../storage/storage';

/** What a store is asked to do. */
export const STORE_OPERATIONS = ['create', 'read', 'change', 'remove', 'ping', 'schedule'] as const;

/** One of {@link STORE_OPERATIONS}. */
export type StoreOperation = (typeof STORE_OPERATIONS)[number];

/** How a call of the store went: `full` where it is at its ceiling, `unavailable` for everything else that fails. */
type StoreResult = 'ok' | 'unavailable' | 'full';

/**
 * What is counted. Nothing here takes a name, an address, a code or an id of a person or a session, so none can become
 * a label; every label has a bounded number of values.
 */
export interface Metrics {
	/** @param template a name from the configuration, or `custom` */
	sessionChanged(outcome: SessionOutcome, template: string): void;
	/** @param seconds from the request to its completion */
	sessionCompleted(template: string, seconds: number): void;
	/** @param route the route's pattern */
	requestAnswered(method: string, route: string, status: number, seconds: number): void;
	storeAnswered(operation: StoreOperation, result: StoreResult, seconds: number): void;
	limitHit(limit: LimitName): void;
	callbackTried(result: CallbackResult): void;
	/** The audit log could not be written, or was changed by somebody else. */
	auditFault(): void;
	/** @param read gives how many polls wait just now */
	watchPolls(read: () => number): void;
	/** @param read gives the room that is left in the store */
	watchRoom(read: () => StoreRoom): void;
}

const nothing = () => undefined;

/** Counts nothing, at no cost. */
export const NO_METRICS: Metrics = {
	sessionChanged: nothing,
	sessionCompleted: nothing,
	requestAnswered: nothing,
	storeAnswered: nothing,
	limitHit: nothing,
	callbackTried: nothing,
	auditFault: nothing,
	watchPolls: nothing,
	watchRoom: nothing,
};
