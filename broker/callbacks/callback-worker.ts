import type { Logger } from 'pino';
import { HEADERS } from '../../protocol/messages';
import {
	DestinationRefused,
	guardedPost,
	type OutboundOptions,
	type OutboundReply,
	type OutboundRequest,
} from '../outbound/guarded-request';
import { records } from '../sessions/records';
import { readSession, type Session } from '../sessions/session';
import type { RecordStore } from '../storage/record-store';
import type { Schedule } from '../storage/schedule';
import type { Timings } from '../timings';
import { callbackMessage, type CallbackEvent } from './callback-message';
import type { CallbackPlan } from './callback-plan';
import { readCallback, writeCallback, type CallbackRecord } from './callback-record';

/** How an attempt to call back ended, as the metric `linkauth_callbacks_total` names it. */
export const CALLBACK_RESULTS = [
	/** The receiver took it. */
	'delivered',
	/** It did not arrive, and is tried again later. */
	'retried',
	/** The receiver refuses it, or the broker does not call the address: not tried again. */
	'refused',
] as const;

/** One of {@link CALLBACK_RESULTS}. */
export type CallbackResult = (typeof CALLBACK_RESULTS)[number];

/** What the worker depends on. */
export interface CallbackWorkerDependencies {
	readonly store: RecordStore;
	readonly schedule: Schedule;
	readonly plan: CallbackPlan;
	readonly outbound: OutboundOptions;
	readonly logger: Logger;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	readonly timings: Timings;
	/** Called with the result of each attempt. */
	readonly onResult?: (result: CallbackResult) => void;
}

const BATCH = 50;

/**
 * Delivers callbacks. What is due is listed in the store's schedule, so that any broker can take it, also after another
 * one has died. A delivery is retried until the session ends; receivers recognize repeated deliveries by their id.
 */
export class CallbackWorker {
	#timer: NodeJS.Timeout | undefined;
	#running: Promise<void> = Promise.resolve();
	#stopped = false;

	constructor(private readonly dependencies: CallbackWorkerDependencies) {}

	/** Starts to deliver what is due. */
	start(): void {
		this.#timer = setInterval(() => {
			this.wake();
		}, this.dependencies.timings.callbackInterval).unref();
	}

	/** Stops, and waits for the deliveries in progress. */
	async stop(): Promise<void> {
		this.#stopped = true;
		clearInterval(this.#timer);
		await this.#running;
	}

	/** Delivers what is due without waiting for the interval. */
	wake(): void {
		this.#running = this.#running.then(() => this.#deliverDue());
	}

	async #deliverDue(): Promise<void> {
		const { schedule, now, logger, timings } = this.dependencies;
		try {
			for (let taken = BATCH; taken === BATCH && !this.#stopped;) {
				const due = await schedule.takeDue(now(), now() + timings.callbackLease, BATCH);
				taken = due.length;
				await Promise.all(due.map((id) => this.#process(id)));
			}
		} catch (error) {
			logger.warn({ reason: messageOf(error) }, 'callbacks could not be read from the store');
		}
	}

	async #process(id: string): Promise<void> {
		const { store, schedule, plan, now } = this.dependencies;
		const [callback, session] = await Promise.all([readCallback(store, id), readSession(store, id, now())]);
		if (!callback) return plan.forget(id);
		if (session && (session.state === 'pending' || session.state === 'confirmed')) {
			return schedule.set(id, session.facts.expiresAt);
		}
		const event = await this.#eventOf(id, session, callback);
		if (!event) return plan.forget(id);
		const result = await this.#deliver(id, event, callback);
		this.dependencies.onResult?.(result);
		if (result !== 'retried') return plan.forget(id);
		await this.#retryLater(id, event, callback);
	}

	async #eventOf(
		id: string,
		session: Session | undefined,
		callback: CallbackRecord,
	): Promise<CallbackEvent | undefined> {
		if (!session) return callback.denied ? undefined : { status: 'expired' };
		const { opened, submitted } = session;
		if (session.state === 'denied') {
			const outcome = opened?.kind === 'denied' ? opened : submitted;
			const reason = outcome?.kind === 'denied' ? outcome.reason : undefined;
			return { status: 'denied', ...(reason !== undefined && { reason }) };
		}
		if (session.state !== 'ready' || submitted?.kind !== 'completed') return undefined;
		const [ciphertext] = (await this.dependencies.store.read([records.sealed(id)])) as [string | undefined];
		return ciphertext === undefined
			? undefined
			: { status: 'ready', ciphertext, algorithm: submitted.algorithm };
	}

	async #deliver(id: string, event: CallbackEvent, callback: CallbackRecord): Promise<CallbackResult> {
		const { outbound, now, logger } = this.dependencies;
		try {
			const message = callbackMessage(id, event, callback, now());
			const reply = await guardedPost(message, outbound);
			const result = resultOf(reply, message, callback);
			if (result === 'delivered') return result;
			logger.info({ status: reply.status, attempt: callback.attempts + 1 }, 'callback not accepted');
			return result;
		} catch (error) {
			if (error instanceof DestinationRefused) {
				logger.warn({ reason: error.message }, 'callback refused: the address is not allowed');
				return 'refused';
			}
			logger.info({ attempt: callback.attempts + 1 }, 'callback failed');
			return 'retried';
		}
	}

	async #retryLater(id: string, event: CallbackEvent, callback: CallbackRecord): Promise<void> {
		const { schedule, now, timings } = this.dependencies;
		const attempts = callback.attempts + 1;
		const denied = event.status === 'denied' ? { denied: true as const } : {};
		await writeCallback(this.dependencies, id, { ...callback, ...denied, attempts });
		const delay = timings.callbackFirstDelay * 2 ** (attempts - 1);
		await schedule.set(id, now() + Math.min(delay, timings.callbackLongestDelay));
	}
}

/**
 * The result of a reply. A proxy, a tunnel or a server that is starting may have answered instead of the receiver:
 * where the receiver acknowledges, a 2xx counts only with the delivery's id.
 */
function resultOf(
	{ status, headers }: OutboundReply,
	message: OutboundRequest,
	{ acknowledges }: CallbackRecord,
): CallbackResult {
	if (status >= 200 && status < 300) {
		return !acknowledges || headers[HEADERS.deliveryId] === message.headers[HEADERS.deliveryId]
			? 'delivered'
			: 'retried';
	}
	return [404, 409, 429].includes(status) || status >= 500 ? 'retried' : 'refused';
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : 'unknown';
}
