import { HEADERS, type PollReply, type Problem, type SessionEnd } from '../../protocol/messages';
import { pauseOf } from '../../protocol/retry-after';
import { BrokerUnavailable, errorOf, notABroker, type BrokerResponse } from './broker-errors';

/** When what happened to a session, as far as the broker says it: RFC 3339, UTC. */
export interface SessionTimes {
	/** When somebody looked at the request for the first time. */
	readonly openedAt?: string;
	/** When the code was confirmed. */
	readonly confirmedAt?: string;
	/** When the request ended. */
	readonly endedAt?: string;
}

/** What one poll said. */
export type PollOutcome = SessionTimes & Said;

type Said =
	| {
			readonly kind: 'waiting';
			readonly status: 'pending' | 'confirmed';
			/** When the request ends as it stands; undefined where the broker gives no date. */
			readonly expiresAt?: string;
			/** Seconds to leave between polls, between 1 and 60. */
			readonly interval: number;
			/** Whether the broker held the answer back as asked, so that the next poll may follow at once. */
			readonly held: boolean;
	  }
	| { readonly kind: 'ready'; readonly ciphertext: string }
	| { readonly kind: 'denied'; readonly reason?: string; readonly reported: boolean }
	/** Somebody else has collected it, or this agent more than a minute ago. */
	| { readonly kind: 'consumed' }
	/** Over without an answer, or never there. Where the broker does not tell these apart, there is no `end`. */
	| { readonly kind: 'gone'; readonly end?: 'expired' | 'cancelled' }
	| { readonly kind: 'unavailable'; readonly error: BrokerUnavailable };

const DEFAULT_INTERVAL = 5;
/** The reason by which the page says that the person reports the request. */
const REPORTED = 'reported';

/**
 * Reads the answer to a poll.
 * @throws BrokerRefusal where asking again cannot help
 */
export function readPoll(response: BrokerResponse, broker: string): PollOutcome {
	if (response.statusCode === 404 || response.statusCode === 410) return lastWord(response.body);
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
	const said = saidBy(reply, response);
	return said && { ...said, ...timesOf(reply.opened_at, reply.confirmed_at) };
}

function saidBy(
	reply: Partial<Record<keyof PollReply, unknown>>,
	response: BrokerResponse,
): Said | undefined {
	switch (reply.status) {
		case 'pending':
		case 'confirmed':
			return {
				kind: 'waiting',
				status: reply.status,
				interval: pauseOf(reply.interval) ?? DEFAULT_INTERVAL,
				held: response.headers[HEADERS.preferenceApplied] !== undefined,
				...named('expiresAt', reply.expires_at),
			};
		case 'ready':
			return typeof reply.ciphertext === 'string'
				? { kind: 'ready', ciphertext: reply.ciphertext }
				: undefined;
		case 'denied':
			return {
				kind: 'denied',
				reported: reply.reason === REPORTED,
				...(typeof reply.reason === 'string' ? { reason: reply.reason } : {}),
			};
		case 'consumed':
			return { kind: 'consumed' };
		case 'expired':
			return { kind: 'gone' };
		default:
			return undefined;
	}
}

/** What a broker says of a session that is over: this one, for a day; others nothing. */
function lastWord(body: unknown): PollOutcome {
	const { ended } = (body ?? {}) as Partial<Record<keyof Problem, unknown>>;
	if (typeof ended !== 'object' || ended === null) return { kind: 'gone' };
	const { state, at, opened_at, confirmed_at } = ended as Partial<Record<keyof SessionEnd, unknown>>;
	const times = { ...timesOf(opened_at, confirmed_at), ...named('endedAt', at) };
	switch (state) {
		case 'expired':
		case 'cancelled':
			return { kind: 'gone', end: state, ...times };
		case 'declined':
		case 'reported':
			return { kind: 'denied', reported: state === 'reported', ...times };
		case 'collected':
			return { kind: 'consumed', ...times };
		default:
			return { kind: 'gone', ...times };
	}
}

function timesOf(opened: unknown, confirmed: unknown): SessionTimes {
	return { ...named('openedAt', opened), ...named('confirmedAt', confirmed) };
}

/** A date under a name; nothing where it is none. */
function named(name: keyof SessionTimes | 'expiresAt', value: unknown): Readonly<Record<string, string>> {
	const time = typeof value === 'string' ? Date.parse(value) : NaN;
	return Number.isNaN(time) ? {} : { [name]: new Date(time).toISOString() };
}
