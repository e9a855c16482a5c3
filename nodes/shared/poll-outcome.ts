import { HEADERS, type PollReply } from '../../protocol/messages';
import { pauseOf } from '../../protocol/retry-after';
import { BrokerUnavailable, errorOf, notABroker, type BrokerResponse } from './broker-errors';

/** What one poll said. */
export type PollOutcome =
	| {
			readonly kind: 'waiting';
			readonly status: 'pending' | 'confirmed';
			/** Seconds to leave between polls, between 1 and 60. */
			readonly interval: number;
			/** Whether the broker held the answer back as asked, so that the next poll may follow at once. */
			readonly held: boolean;
	  }
	| { readonly kind: 'ready'; readonly ciphertext: string }
	| { readonly kind: 'denied'; readonly reason?: string }
	/** Somebody else has collected it, or this agent more than a minute ago. */
	| { readonly kind: 'consumed' }
	/** Expired, cancelled or never there: the broker does not tell these apart. */
	| { readonly kind: 'gone' }
	| { readonly kind: 'unavailable'; readonly error: BrokerUnavailable };

const DEFAULT_INTERVAL = 5;

/**
 * Reads the answer to a poll.
 * @throws BrokerRefusal where asking again cannot help
 */
export function readPoll(response: BrokerResponse, broker: string): PollOutcome {
	if (response.statusCode === 404 || response.statusCode === 410) return { kind: 'gone' };
	if (response.statusCode !== 200) {
		const error = errorOf(response, broker);
		if (error instanceof BrokerUnavailable) return { kind: 'unavailable', error };
		throw error;
	}
	const outcome = outcomeOf(response);
	if (outcome === undefined) throw notABroker(response, broker);
	return outcome;
}

function outcomeOf(response: BrokerResponse): PollOutcome | undefined {
	const { body } = response;
	if (typeof body !== 'object' || body === null) return undefined;
	const reply = body as Partial<Record<keyof PollReply, unknown>>;
	switch (reply.status) {
		case 'pending':
		case 'confirmed':
			return {
				kind: 'waiting',
				status: reply.status,
				interval: pauseOf(reply.interval) ?? DEFAULT_INTERVAL,
				held: response.headers[HEADERS.preferenceApplied] !== undefined,
			};
		case 'ready':
			return typeof reply.ciphertext === 'string'
				? { kind: 'ready', ciphertext: reply.ciphertext }
				: undefined;
		case 'denied':
			return { kind: 'denied', ...(typeof reply.reason === 'string' ? { reason: reply.reason } : {}) };
		case 'consumed':
			return { kind: 'consumed' };
		case 'expired':
			return { kind: 'gone' };
		default:
			return undefined;
	}
}
