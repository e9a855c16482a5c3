import { DENIED_BECAUSE, type Action, type Done } from './life-actions';

/** What a caller that shows the right secret may be told, and what follows. */
export interface Expected {
	readonly statuses: readonly number[];
	/** Members of the answer's body that are known. */
	readonly body?: Readonly<Record<string, unknown>>;
}

const OK: Expected = { statuses: [200] };
const NO_CONTENT: Expected = { statuses: [204] };
const NOT_FOUND: Expected = { statuses: [404] };
const CONFLICT: Expected = { statuses: [409] };
const FORBIDDEN: Expected = { statuses: [403] };
const UNAUTHORIZED: Expected = { statuses: [401] };

/**
 * A session as protocol.md promises it, for calls that are made one after the other. Written from the document, not
 * from the broker.
 */
export class LifeModel {
	#state: 'pending' | 'confirmed' | 'ready' | 'consumed' | 'denied' | 'gone' = 'pending';
	/** The attempts that took a step, and may be repeated. */
	readonly #by = new Map<Action['verb'], string>();
	#tokenGiven = false;
	#polled = false;
	#envelope: string | undefined;

	/** What an action must be answered with now. Where it is done, {@link follow} must be told. */
	expect(action: Action): Expected {
		switch (action.verb) {
			case 'lookUp':
			case 'resolve':
				return this.#state === 'pending' ? OK : NOT_FOUND;
			case 'readAgentState':
				return this.#state === 'gone' ? NOT_FOUND : { ...OK, body: { agent_state: 'sealed' } };
			case 'cancel':
				return this.#asAgent(action, NO_CONTENT);
			case 'poll':
				return this.#asAgent(action, this.#polling(action));
			default:
				return this.#state === 'gone' ? NOT_FOUND : this.#asPerson(action);
		}
	}

	/** Takes note of what happened. */
	follow({ verb, key, status, envelope, shown }: Done): void {
		if (verb === 'poll' && shown === 'right' && this.#isWaiting()) this.#polled = true;
		if (status >= 300 || this.#repeats({ verb, key, shown })) return;
		const collects = verb === 'poll' && this.#state === 'ready';
		if (key !== undefined && (verb !== 'poll' || collects)) this.#by.set(verb, key);
		if (verb === 'confirm') [this.#state, this.#tokenGiven] = ['confirmed', true];
		if (verb === 'complete') [this.#state, this.#envelope] = ['ready', envelope];
		if (verb === 'deny') this.#state = 'denied';
		if (verb === 'cancel') this.#state = 'gone';
		if (collects) this.#state = 'consumed';
	}

	#isWaiting(): boolean {
		return this.#state === 'pending' || this.#state === 'confirmed';
	}

	#repeats({ verb, key }: Action): boolean {
		return key !== undefined && this.#by.get(verb) === key;
	}

	#asAgent({ shown }: Action, expected: Expected): Expected {
		if (shown === 'none') return UNAUTHORIZED;
		if (this.#state === 'gone') return NOT_FOUND;
		return shown === 'right' ? expected : NOT_FOUND;
	}

	#polling(action: Action): Expected {
		switch (this.#state) {
			case 'denied':
				return { ...OK, body: { status: 'denied', reason: DENIED_BECAUSE } };
			case 'ready':
				return { ...OK, body: { status: 'ready', ciphertext: this.#envelope } };
			case 'consumed':
				if (this.#repeats(action)) return { ...OK, body: { status: 'ready', ciphertext: this.#envelope } };
				return { ...OK, body: { status: 'consumed', ciphertext: undefined } };
			default:
				// Whether the interval has passed is the clock's business.
				return this.#polled ? { statuses: [200, 429] } : { ...OK, body: { status: this.#state } };
		}
	}

	#asPerson(action: Action): Expected {
		const { verb, shown } = action;
		if (this.#state === 'pending') return verb === 'complete' ? CONFLICT : verb === 'deny' ? NO_CONTENT : OK;
		if (verb === 'confirm') return this.#state === 'confirmed' && this.#repeats(action) ? OK : CONFLICT;
		const mayGoOn = shown === 'right' && this.#tokenGiven;
		if (this.#state === 'confirmed') return mayGoOn ? NO_CONTENT : FORBIDDEN;
		if (this.#repeats(action) && (mayGoOn || !this.#tokenGiven)) return NO_CONTENT;
		// Whoever shows nothing is told that it is decided, or that they may not, and never more than that.
		return action.key === undefined || mayGoOn ? CONFLICT : { statuses: [403, 409] };
	}
}
