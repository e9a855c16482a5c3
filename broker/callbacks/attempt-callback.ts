import type { Logger } from 'pino';
import { HEADERS } from '../../protocol/messages';
import {
	DestinationRefused,
	guardedPost,
	resolveDestination,
	type Destination,
	type DestinationOptions,
	type OutboundReply,
	type OutboundRequest,
} from '../outbound/guarded-request';
import type { RecordStore } from '../storage/record-store';
import type { Obstacle, Slot } from './call-slots';
import type { CallbackEvent, PendingEvent } from './callback-event';
import { callbackMessage } from './callback-message';
import type { CallbackRecord } from './callback-record';
import type { CallbackResult } from './callback-results';
import { networkShare } from './callback-shares';

/** What attempts depend on. */
export interface AttemptDependencies {
	readonly store: RecordStore;
	readonly outbound: DestinationOptions;
	readonly logger: Logger;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
}

/** A callback that is due, as it was read. */
export interface DueCallback {
	readonly sessionId: string;
	readonly callback: CallbackRecord;
	/** Of the record `callback`. */
	readonly version: string;
	readonly event: PendingEvent;
}

/** How an attempt ended. */
export type AttemptOutcome =
	| {
			readonly kind: Extract<CallbackResult, 'delivered' | 'retried' | 'refused'>;
			readonly answered: boolean;
	  }
	/** The callback was replaced or deleted meanwhile, and this attempt changed nothing. */
	| { readonly kind: 'overtaken' }
	/** It was not begun. */
	| { readonly kind: 'postponed'; readonly obstacle: Obstacle };

/**
 * Calls once. Before anything is sent, the attempt is written into the callback, on condition that it is still the one
 * that was read: what was deleted or replaced is not called, and no broker tells another end after this one. What comes
 * of it counts on the same condition. A callback that was taken or refused is removed, unless it told that the request
 * was opened: then it is there for how that ends.
 * @throws StoreUnavailable
 */
export async function attemptCallback(
	dependencies: AttemptDependencies,
	due: DueCallback,
	slot: Slot,
): Promise<AttemptOutcome> {
	const { store, outbound } = dependencies;
	let destination: Destination | undefined;
	let fault: unknown;
	try {
		destination = await resolveDestination(due.callback.url, outbound, slot.signal);
	} catch (error) {
		fault = error;
	}
	const obstacle = destination && !destination.isAllowed && slot.join(networkShare(destination.network));
	if (obstacle) return { kind: 'postponed', obstacle };
	const begun = await begin(store, due);
	if (!begun) return { kind: 'overtaken' };
	const outcome = destination
		? await send(dependencies, due, begun.event, destination, slot.signal)
		: failed(dependencies, due, fault);
	if (outcome.kind !== 'retried') {
		const expected = { name: 'callback', version: begun.version } as const;
		const change =
			due.event.status === 'opened'
				? { write: { callback: { value: begunRecord(due, true) } } }
				: { remove: ['callback' as const] };
		await store.change(due.sessionId, { expected, ...change });
	}
	return outcome;
}

/** Writes the attempt down, and reads what is to be sent. @returns undefined where it is not to be made any more */
async function begin(
	store: RecordStore,
	due: DueCallback,
): Promise<{ readonly event: CallbackEvent; readonly version: string } | undefined> {
	const { sessionId, version, event } = due;
	const changed = await store.change(sessionId, {
		expected: { name: 'callback', version },
		write: { callback: { value: begunRecord(due) } },
		...(event.status === 'ready' && { returning: 'envelope' }),
	});
	if (changed?.version === undefined) return undefined;
	if (event.status !== 'ready') return { event, version: changed.version };
	const ciphertext = changed.returned?.value;
	if (typeof ciphertext !== 'string') return undefined;
	const { status, algorithm } = event;
	return { event: { status, ciphertext, algorithm }, version: changed.version };
}

/** The record once the attempt was begun. @param done whether it has told that the request was opened */
function begunRecord({ callback, event }: DueCallback, done = false): CallbackRecord {
	if (event.status === 'opened')
		return { ...callback, opened: { attempts: attemptsOf(callback, event) + 1, done } };
	return { ...callback, attempts: callback.attempts + 1, told: event.status };
}

/** Attempts to tell an event that were begun before. */
export function attemptsOf(callback: CallbackRecord, { status }: Pick<PendingEvent, 'status'>): number {
	return status === 'opened' ? (callback.opened?.attempts ?? 0) : callback.attempts;
}

async function send(
	dependencies: AttemptDependencies,
	due: DueCallback,
	event: CallbackEvent,
	destination: Destination,
	signal: AbortSignal,
): Promise<AttemptOutcome> {
	const { now, logger } = dependencies;
	const { sessionId, callback } = due;
	try {
		const message = callbackMessage(sessionId, event, callback, now());
		const reply = await guardedPost(destination, message, signal);
		const kind = resultOf(reply, message, callback);
		if (kind !== 'delivered')
			logger.info(
				{ status: reply.status, attempt: attemptsOf(callback, event) + 1 },
				'callback not accepted',
			);
		return { kind, answered: true };
	} catch (error) {
		return failed(dependencies, due, error);
	}
}

function failed(
	{ logger }: AttemptDependencies,
	{ callback, event }: DueCallback,
	error: unknown,
): AttemptOutcome & { readonly kind: 'retried' | 'refused' } {
	if (error instanceof DestinationRefused) {
		logger.warn({ reason: error.message }, 'callback refused: the address is not allowed');
		return { kind: 'refused', answered: false };
	}
	logger.info({ attempt: attemptsOf(callback, event) + 1 }, 'callback failed');
	return { kind: 'retried', answered: false };
}

/**
 * The result of a reply. A proxy, a tunnel or a server that is starting may have answered instead of the receiver:
 * where the receiver acknowledges, a 2xx counts only with the delivery's id.
 */
function resultOf(
	{ status, headers }: OutboundReply,
	message: OutboundRequest,
	{ acknowledges }: CallbackRecord,
): 'delivered' | 'retried' | 'refused' {
	if (status >= 200 && status < 300) {
		return !acknowledges || headers[HEADERS.deliveryId] === message.headers[HEADERS.deliveryId]
			? 'delivered'
			: 'retried';
	}
	return [404, 409, 429].includes(status) || status >= 500 ? 'retried' : 'refused';
}
