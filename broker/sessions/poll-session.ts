import type { PollReply } from '../../protocol/messages';
import { isWaiting } from '../../protocol/states';
import { collect } from './collect';
import type { SessionDependencies } from './dependencies';
import { findByPollToken } from './find-session';
import { keepPace } from './keep-pace';
import type { Session } from './session';
import { waitOf, type Wait } from './wait-for-change';

/** How an agent polls. */
export interface PollOptions {
	readonly pollToken: string | undefined;
	/** Seconds that the agent waits for a change; 0 for none. */
	readonly wait: number;
	readonly idempotencyKey: string | undefined;
}

/** The answer to a poll. */
export interface Polled {
	readonly reply: PollReply;
	/** The change to wait for before the reply is sent; undefined where the agent does not wait or the reply is final. */
	readonly waitFor?: Wait;
}

/**
 * An agent's poll (RFC 8628 section 3.4). Collects the ciphertext where there is one; never waits.
 * @throws ProblemError `poll_token_invalid`, `session_not_found`, `slow_down`
 */
export async function pollSession(
	dependencies: SessionDependencies,
	id: string,
	options: PollOptions,
): Promise<Polled> {
	const session = await findByPollToken(dependencies, id, options.pollToken);
	const { interval } = session.facts;
	if (!isWaiting(session.state)) return { reply: await answer(dependencies, session, options, interval) };
	if (options.wait > 0) {
		const reply = await answer(dependencies, session, options, interval);
		return { reply, waitFor: waitOf(dependencies, session, options.wait) };
	}
	const pace = await keepPace(dependencies, session);
	return { reply: await answer(dependencies, session, options, pace) };
}

async function answer(
	dependencies: SessionDependencies,
	session: Session,
	{ idempotencyKey }: PollOptions,
	interval: number,
): Promise<PollReply> {
	const expires_at = new Date(session.facts.expiresAt).toISOString();
	switch (session.state) {
		case 'pending':
		case 'confirmed':
			return { status: session.state, expires_at, interval };
		case 'denied': {
			const reason = reasonOf(session);
			return { status: 'denied', expires_at, ...(reason !== undefined && { reason }) };
		}
		case 'ready':
		case 'consumed': {
			const collected = await collect(dependencies, session, idempotencyKey);
			return collected ? { status: 'ready', expires_at, ...collected } : { status: 'consumed', expires_at };
		}
	}
}

function reasonOf({ opened, submitted }: Session): string | undefined {
	if (opened?.kind === 'denied') return opened.reason;
	return submitted?.kind === 'denied' ? submitted.reason : undefined;
}
