import { EventEmitter } from 'node:events';

/** Wakes whoever waits for a session to change. A hint only: the waiter looks again for itself. */
export interface Notifier {
	/** Tells that a session has changed. */
	notify(sessionId: string): void;
	/**
	 * Calls `wake` each time that session may have changed, until the returned function is called.
	 */
	subscribe(sessionId: string, wake: () => void): () => void;
	/** Wakes everybody who waits on this broker, whatever for. */
	wakeAll(): void;
	/** Number of subscriptions held. */
	readonly waiting: number;
	close(): Promise<void>;
}

/** Wakes waiters within this process. */
export class InProcessNotifier implements Notifier {
	readonly #emitter = new EventEmitter().setMaxListeners(0);
	#waiting = 0;

	get waiting(): number {
		return this.#waiting;
	}

	notify(sessionId: string): void {
		this.#emitter.emit(sessionId);
	}

	subscribe(sessionId: string, wake: () => void): () => void {
		this.#emitter.on(sessionId, wake);
		this.#waiting += 1;
		return () => {
			this.#emitter.off(sessionId, wake);
			this.#waiting -= 1;
		};
	}

	wakeAll(): void {
		for (const sessionId of this.#emitter.eventNames()) this.#emitter.emit(sessionId);
	}

	close(): Promise<void> {
		this.#emitter.removeAllListeners();
		return Promise.resolve();
	}
}
