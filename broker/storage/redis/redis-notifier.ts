import { randomUUID } from 'node:crypto';
import { InProcessNotifier, type Notifier } from '../notifier';

/** The channel on which the scripts that change a session publish that they did. */
export const CHANGED_CHANNEL = 'linkauth:changed';

/** Redis' subscriptions, the same on a single server, behind Sentinel and in a cluster. */
export interface Subscriber {
	/** Subscribes, and again after every reconnection. */
	subscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
}

/**
 * Notifies on every broker of one Redis. Each broker holds one subscription, whatever number of polls wait on it.
 * Nothing depends on a message arriving: a waiter reads the session again once an interval anyway.
 */
export class RedisNotifier implements Notifier {
	readonly #local = new InProcessNotifier();
	/** In every message, so that a broker ignores its own: whoever waits on it was notified directly. */
	readonly #self = randomUUID();

	constructor(subscriber: Subscriber) {
		subscriber
			.subscribe(CHANGED_CHANNEL, (message) => {
				const [sender, sessionId] = message.split(' ', 2);
				if (sender !== this.#self && sessionId !== undefined) this.#local.notify(sessionId);
			})
			// Reported by the connection's own fault handler; the subscription is made when it is back.
			.catch(() => undefined);
	}

	get waiting(): number {
		return this.#local.waiting;
	}

	/** What this broker publishes where it has changed a session. */
	message(sessionId: string): string {
		return `${this.#self} ${sessionId}`;
	}

	/** Notifies those who wait on this broker. */
	notifyHere(sessionId: string): void {
		this.#local.notify(sessionId);
	}

	subscribe(sessionId: string, onChange: () => void): () => void {
		return this.#local.subscribe(sessionId, onChange);
	}

	notifyAll(): void {
		this.#local.notifyAll();
	}

	close(): Promise<void> {
		return this.#local.close();
	}
}
