import type { PollReply } from '../../protocol/messages';
import { isWaiting } from '../../protocol/states';
import { sessionNotFound } from '../problem';
import { collect } from './collect';
import type { SessionDependencies } from './dependencies';
import { findByPollToken } from './find-session';
import { keepPace } from './keep-pace';
import type { Session } from './session';
import { waitForChange } from './wait-for-change';

/** How an agent polls. */
export interface PollOptions {
	readonly pollToken: string | undefined;
	/** Seconds to wait for a change; 0 answers at once. */
	readonly wait: number;
	readonly idempotencyKey: string | undefined;
	/** Ends a wait early. */
	readonly signal: AbortSignal;
}

/**
 * An agent's poll (RFC 8628 section 3.4). Collects where there is something to collect.
 * @throws ProblemError `poll_token_invalid`, `session_not_found`, `slow_down`
 */
export async function pollSession(
	dependencies: SessionDependencies,
	id: string,
	options: PollOptions,
): Promise<PollReply> {
	const session = await findByPollToken(dependencies, id, options.pollToken);
	if (!isWaiting(session.state)) return answer(dependencies, session, options, session.facts.interval);
	if (options.wait === 0) {
		return answer(dependencies, session, options, await keepPace(dependencies, session));
	}
	const later = await waitForChange(dependencies, session, options.wait * 1_000, options.signal);
	if (!later) throw sessionNotFound();
	return answer(dependencies, later, options, later.facts.interval);
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
