import { sha256Hex } from '../../protocol/encoding';
import { openEnvelope, type CredentialFields } from '../../protocol/envelope';
import type { BrokerClient } from '../shared/broker-client';
import { SYSTEM_CLOCK, type Clock } from '../shared/clock';
import type { Grant } from '../shared/oauth/grant';
import type { PollOutcome, SessionTimes } from '../shared/poll-outcome';
import type { Session } from '../shared/sealed-session';
import { LinkAuthError } from '../shared/errors';

/**
 * Why a session is over without an answer: nobody opened the link; somebody opened it and confirmed nothing; somebody
 * confirmed and entered nothing in time; whoever made or runs it has ended it.
 */
type ExpiryReason = 'unopened' | 'opened' | 'unanswered' | 'cancelled';

/** What waiting for a session came to, and when what had happened, as far as the broker says it. */
export type SessionOutcome = SessionTimes &
	(
		| {
				readonly kind: 'received';
				readonly fields: CredentialFields;
				/** Of a sign-in: the tokens, and who signed in. */
				readonly grant?: Grant;
		  }
		| { readonly kind: 'declined'; readonly reason?: string; readonly reported: boolean }
		/** The session is over without an answer. */
		| { readonly kind: 'expired'; readonly reason?: ExpiryReason; readonly detail?: string }
		/** The session goes on, but the wait was to end. */
		| { readonly kind: 'timeout' }
		/** Polled once, and still open. */
		| {
				readonly kind: 'pending';
				readonly status: 'pending' | 'confirmed';
				/** RFC 3339; where the broker says that it ends sooner than was known. */
				readonly expiresAt?: string;
				readonly detail?: string;
		  }
	);

/** How to wait. */
export interface WaitOptions {
	/** Poll once instead of waiting. */
	readonly once: boolean;
	/** Milliseconds since the epoch at which to give up, if before the session's end. */
	readonly until: number;
	/** Ends the wait at once when the execution is cancelled. */
	readonly signal: AbortSignal;
	/** The node of this execution that has collected the credential; undefined where none is known. */
	readonly collectedBy?: string | undefined;
}

/** Seconds. */
const LONGEST_WAIT = 50;
const FIRST_BACKOFF = 0.5;
const LONGEST_BACKOFF = 15;
/** Seconds by which the clocks here and at the broker may differ. */
const CLOCK_GRACE = 5;
/** Seconds. A broker that answers a long poll sooner, and with nothing new, does not hold it back as it says. */
const HELD_AT_LEAST = 1;

/**
 * Waits until the person has decided. A broker that cannot be reached is tried again until the session's end, at which
 * it is asked once more in any case, and once more behind the {@link CLOCK_GRACE}: whatever pauses it asks for, the
 * credential is not missed.
 * @throws LinkAuthError, BrokerRefusal, and the signal's reason when the execution is cancelled
 */
export async function awaitSession(
	broker: BrokerClient,
	session: Session,
	{ once, until, signal, collectedBy }: WaitOptions,
	clock: Clock = SYSTEM_CLOCK,
): Promise<SessionOutcome> {
	// Made from the token instead of at random, so that a node that is run again can still collect.
	const idempotencyKey = await sha256Hex(`collect ${session.pollToken}`);
	const secondsUntil = (moment: number): number => (moment - clock.now()) / 1000;
	const end = Date.parse(session.expiresAt);
	const pastGrace = end + CLOCK_GRACE * 1000 + 1;
	const seen = new Set<string>();
	let failures = 0;
	let times: SessionTimes = {};
	for (;;) {
		const startedAt = clock.now();
		const wait = once ? 0 : Math.min(LONGEST_WAIT, secondsUntil(until));
		const polled = await broker.poll(session, wait, idempotencyKey);
		const outcome = await decided(polled, session, collectedBy);
		times = { ...times, ...timesOf(polled) };
		if (outcome !== undefined) return { ...outcome, ...times };
		if (polled.kind === 'unavailable' && secondsUntil(end) < -CLOCK_GRACE) {
			return { kind: 'expired', detail: `The last polls failed. ${polled.error.message}`, ...times };
		}
		if (once) return { ...stillPending(polled, session), ...times };
		if (secondsUntil(until) <= 0) return { kind: 'timeout', ...times };
		failures = polled.kind === 'unavailable' ? failures + 1 : 0;
		const isNews = polled.kind === 'waiting' && !seen.has(polled.status);
		if (polled.kind === 'waiting') seen.add(polled.status);
		const idle = !isNews && secondsUntil(startedAt) > -HELD_AT_LEAST;
		const latest = [until, end, pastGrace].map(secondsUntil).filter((left) => left > 0);
		await clock.sleep(Math.min(secondsBefore(polled, failures, idle), ...latest) * 1000, signal);
	}
}

async function decided(
	polled: PollOutcome,
	session: Session,
	collectedBy: string | undefined,
): Promise<SessionOutcome | undefined> {
	switch (polled.kind) {
		case 'ready':
			return { kind: 'received', fields: await opened(session, polled.ciphertext) };
		case 'denied': {
			const { reason, reported } = polled;
			return { kind: 'declined', reported, ...(reason === undefined ? {} : { reason }) };
		}
		case 'gone': {
			// Not every broker tells a request that was collected from one that has expired.
			if (collectedBy !== undefined) throw collectedBefore(collectedBy);
			const reason = reasonOf(polled);
			return { kind: 'expired', ...(reason === undefined ? {} : { reason }) };
		}
		case 'consumed':
			throw collectedBefore(collectedBy);
		default:
			return undefined;
	}
}

/**
 * The error for a session whose credential somebody has.
 * @param node which has collected it, where that is known
 */
export function collectedBefore(node: string | undefined): LinkAuthError {
	return new LinkAuthError(
		`The credential of this request has been collected ${node === undefined ? 'before' : `by “${node}”`}.`,
		'A request can be collected once. Use what the first Await Credential gave, or ask the person again with a Request Credential of its own before this node.',
	);
}

function reasonOf({ end, openedAt, confirmedAt }: PollOutcome & { kind: 'gone' }): ExpiryReason | undefined {
	if (end !== 'expired') return end;
	if (confirmedAt !== undefined) return 'unanswered';
	return openedAt === undefined ? 'unopened' : 'opened';
}

function timesOf({ openedAt, confirmedAt, endedAt }: PollOutcome): SessionTimes {
	return {
		...(openedAt === undefined ? {} : { openedAt }),
		...(confirmedAt === undefined ? {} : { confirmedAt }),
		...(endedAt === undefined ? {} : { endedAt }),
	};
}

async function opened(session: Session, ciphertext: string): Promise<CredentialFields> {
	const fields = await openEnvelope(session.privateKey, ciphertext).catch(() => undefined);
	if (fields !== undefined) return fields;
	throw new LinkAuthError(
		'What arrived could not be decrypted.',
		'It was encrypted for another key or changed on its way, and is of no use to anybody. Ask the person again; if it happens twice, do not trust this broker.',
	);
}

function stillPending(polled: PollOutcome, session: Session): SessionOutcome {
	if (polled.kind === 'waiting') {
		const { status, expiresAt } = polled;
		const sooner = expiresAt !== undefined && Date.parse(expiresAt) < Date.parse(session.expiresAt);
		return { kind: 'pending', status, ...(sooner ? { expiresAt } : {}) };
	}
	return {
		kind: 'pending',
		status: 'pending',
		...(polled.kind === 'unavailable' ? { detail: polled.error.message } : {}),
	};
}

/** Seconds to leave before the next poll. */
function secondsBefore(polled: PollOutcome, failures: number, idle: boolean): number {
	if (polled.kind === 'waiting') return polled.held && !idle ? 0 : polled.interval;
	const backoff = Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** (failures - 1));
	const asked = polled.kind === 'unavailable' ? (polled.error.retryAfter ?? 0) : 0;
	// Spread, so that many waiting items do not come back at the same moment.
	return Math.max(asked, backoff * (1 + Math.random() / 4));
}
