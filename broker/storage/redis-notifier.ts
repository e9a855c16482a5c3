import { randomUUID } from 'node:crypto';
import { InProcessNotifier, type Notifier } from './notifier';

/** The channel on which brokers publish that a session has changed. */
const CHANNEL = 'linkauth:changed';

/** Redis' publish and subscribe, the same on a single server, behind Sentinel and in a cluster. */
export interface PubSub {
	publish(channel: string, message: string): Promise<unknown>;
	/** Subscribes, and again after every reconnection. */
	subscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
	close(): Promise<void>;
}

/**
 * Notifies on every broker of one Redis. Each broker holds one subscription, whatever number of polls wait on it.
 * Nothing depends on a message arriving: a waiter reads the session again once an interval anyway.
 */
export class RedisNotifier implements Notifier {
	readonly #local = new InProcessNotifier();
	/** In every message, so that a broker ignores its own. */
	readonly #self = randomUUID();

	constructor(private readonly pubSub: PubSub) {
		pubSub
			.subscribe(CHANNEL, (message) => {
				const [sender, sessionId] = message.split(' ', 2);
				if (sender !== this.#self && sessionId !== undefined) this.#local.notify(sessionId);
			})
			// Reported by the connection's own fault handler; the subscription is made when it is back.
			.catch(() => undefined);
	}

	get waiting(): number {
		return this.#local.waiting;
	}

	notify(sessionId: string): void {
		this.#local.notify(sessionId);
		this.pubSub.publish(CHANNEL, `${this.#self} ${sessionId}`).catch(() => undefined);
	}

	subscribe(sessionId: string, onChange: () => void): () => void {
		return this.#local.subscribe(sessionId, onChange);
	}

	notifyAll(): void {
		this.#local.notifyAll();
	}

	async close(): Promise<void> {
		await this.#local.close();
		await this.pubSub.close();
	}
}
