import type { PollReply } from '../../protocol/messages';
import { isWaiting } from '../../protocol/states';
import { slowDown } from '../problem';
import { collect } from './collect';
import type { Origin } from '../keys/origin';
import type { SessionDependencies } from './dependencies';
import { timeOf } from './ended';
import type { Session } from './session';
import { waitOf, type Wait } from './wait-for-change';

/** How an agent polls. */
export interface PollOptions {
	/** Seconds that the agent waits for a change; 0 for none. */
	readonly wait: number;
	readonly idempotencyKey: string | undefined;
	/** Asks for a place among the polls that wait: false where there is none, and the poll is answered at once. */
	readonly mayWait: () => boolean;
	/**
	 * Called before an envelope of so many bytes is read, which is then held until it is sent.
	 * @throws ProblemError where there is no room for it
	 */
	readonly hold: (bytes: number) => Promise<void>;
}

/** The answer to a poll. */
export interface Polled {
	readonly reply: PollReply;
	/** The change to wait for before the reply is sent; undefined where the agent does not wait or the reply is final. */
	readonly waitFor?: Wait;
}

/**
 * An agent's poll (RFC 8628 section 3.4). Collects the ciphertext where there is one; never waits.
 * @throws ProblemError `slow_down`, and what `hold` throws
 */
export async function poll(
	dependencies: SessionDependencies,
	session: Session,
	options: PollOptions,
	origin: Origin,
): Promise<Polled> {
	const { id, asked, state } = session;
	const stands = {
		expires_at: timeOf(asked.expiresAt),
		...(state.openedAt !== undefined && { opened_at: timeOf(state.openedAt) }),
		...(state.confirmed?.at !== undefined && { confirmed_at: timeOf(state.confirmed.at) }),
	};
	if (isWaiting(state.status)) {
		const wait = options.wait > 0 && options.mayWait();
		const interval = wait ? asked.interval : await keepPace(dependencies, id, asked.interval);
		return {
			reply: { status: state.status, ...stands, interval },
			...(wait && { waitFor: waitOf(dependencies, session, options.wait) }),
		};
	}
	if (state.status === 'denied') {
		const reason = state.denied?.reason;
		return { reply: { status: 'denied', ...stands, ...(reason !== undefined && { reason }) } };
	}
	if (state.status === 'ready' || options.idempotencyKey !== undefined) {
		await options.hold(state.completed?.size ?? 0);
		const collected = await collect(dependencies, session, options.idempotencyKey, origin);
		if (collected) return { reply: { status: 'ready', ...stands, ...collected } };
	}
	return { reply: { status: 'consumed', ...stands } };
}

/**
 * Makes sure that an agent keeps its poll interval. Polls that wait do not count.
 * @returns the interval to keep, in seconds
 * @throws ProblemError `slow_down` where the last poll is too recent
 */
async function keepPace({ pace }: SessionDependencies, id: string, first: number): Promise<number> {
	const { interval, tooSoon } = await pace(id, first);
	if (tooSoon) throw slowDown(interval);
	return interval;
}
