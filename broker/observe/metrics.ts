import type { SessionOutcome } from '../sessions/session-events';

/** How an attempt to call back ended. */
export const CALLBACK_RESULTS = [
	/** The receiver took it. */
	'delivered',
	/** It did not arrive, and is tried again later. */
	'retried',
	/** The receiver does not want it, or the address is one that the broker does not call: not tried again. */
	'refused',
] as const;

/** One of {@link CALLBACK_RESULTS}. */
export type CallbackResult = (typeof CALLBACK_RESULTS)[number];

/** The limits whose hits are counted, by their names in the metrics. */
export const LIMIT_NAMES = [
	/** Sessions created by one API key. */
	'created_by_key',
	/** Sessions created by one network. */
	'created_by_network',
	/** Open sessions of one API key. */
	'open_sessions',
	/** Calls of the page by one network for one session. */
	'page_calls',
	/** Look-ups by one network that found nothing. */
	'failed_look_ups',
	/** Look-ups that found nothing, over the whole broker. */
	'failed_look_ups_in_all',
] as const;

/** One of {@link LIMIT_NAMES}. */
export type LimitName = (typeof LIMIT_NAMES)[number];

/** What a store is asked to do. */
export const STORE_OPERATIONS = ['read', 'write', 'delete', 'ping', 'schedule'] as const;

/** One of {@link STORE_OPERATIONS}. */
export type StoreOperation = (typeof STORE_OPERATIONS)[number];

/** How a call of the store went: `full` where it is at its ceiling, `unavailable` for everything else that fails. */
export type StoreResult = 'ok' | 'unavailable' | 'full';

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
};
