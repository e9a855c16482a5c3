import { EventEmitter } from 'node:events';

/**
 * Notifies those who wait for a session to change; the store sees to it with each change. A hint only: the waiter reads
 * the session itself.
 */
export interface Notifier {
	/**
	 * Calls `onChange` each time that the session may have changed.
	 * @returns ends the subscription
	 */
	subscribe(sessionId: string, onChange: () => void): () => void;
	/** Notifies everybody who waits on this broker, for whichever session. */
	notifyAll(): void;
	/** Number of subscriptions. */
	readonly waiting: number;
	close(): Promise<void>;
}

/** Notifies within this process. */
export class InProcessNotifier implements Notifier {
	readonly #emitter = new EventEmitter().setMaxListeners(0);
	#waiting = 0;

	get waiting(): number {
		return this.#waiting;
	}

	/** Notifies everybody who waits for this session. */
	notify(sessionId: string): void {
		this.#emitter.emit(sessionId);
	}

	subscribe(sessionId: string, onChange: () => void): () => void {
		this.#emitter.on(sessionId, onChange);
		this.#waiting += 1;
		return () => {
			this.#emitter.off(sessionId, onChange);
			this.#waiting -= 1;
		};
	}

	notifyAll(): void {
		for (const sessionId of this.#emitter.eventNames()) this.#emitter.emit(sessionId);
	}

	close(): Promise<void> {
		this.#emitter.removeAllListeners();
		return Promise.resolve();
	}
}
