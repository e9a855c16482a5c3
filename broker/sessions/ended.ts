import type { EndState, LinkUse, SessionEnd } from '../../protocol/messages';
import type { SessionState } from '../../protocol/states';
import { isWaiting } from '../../protocol/states';
import type { RecordStore } from '../storage/record-store';
import { type LinkHashes, endOf, REPORTED, type Asked, type Standing } from './session';

/** Seconds after a session's end in which it is told how it ended. */
export const END_KEPT = 24 * 60 * 60;

/**
 * The record `ended`: how a session ended, or how it will have ended where nothing happens any more. It is written with
 * each state and outlives the session, so that it is there also where no broker did anything at the end. Hashes, a state
 * and times (milliseconds since the epoch), and nothing else.
 */
export interface Ended extends LinkHashes {
	/** SHA-256 hex. */
	readonly pollTokenHash: string;
	readonly state: SessionState | 'reported' | 'cancelled';
	/** When it came to this state. */
	readonly at: number;
	/** When the session's time is up, in this state. */
	readonly endsAt: number;
	readonly openedAt?: number;
	readonly confirmedAt?: number;
	readonly completedAt?: number;
}

/** What the record says of a session that stands so. @param cancelledAt where somebody has ended it */
export function endedOf(
	{ createdAt, expiresAt, pollTokenHash, keyHash, linkHash }: Asked,
	state: Standing,
	cancelledAt?: number,
): Ended {
	const { status, openedAt, confirmed, completed, denied, collected } = state;
	const came = { pending: createdAt, confirmed, ready: completed, denied, consumed: collected }[status];
	const at = typeof came === 'number' ? came : (came?.at ?? createdAt);
	const isReported = status === 'denied' && denied?.reason === REPORTED;
	return {
		pollTokenHash,
		...(keyHash !== undefined && { keyHash }),
		...(linkHash !== undefined && { linkHash }),
		state: cancelledAt !== undefined ? 'cancelled' : isReported ? 'reported' : status,
		at: cancelledAt ?? at,
		endsAt: endOf({ expiresAt }, state),
		...(openedAt !== undefined && { openedAt }),
		...(confirmed?.at !== undefined && { confirmedAt: confirmed.at }),
		...(completed?.at !== undefined && { completedAt: completed.at }),
	};
}

/** Reads the record. @returns undefined where there is none, or none any more @throws StoreUnavailable */
export async function readEnded(store: RecordStore, id: string): Promise<Ended | undefined> {
	const { ended } = await store.read(id, ['ended']);
	return ended?.value as Ended | undefined;
}

/** How a session ended, as its agent is told. */
export function sessionEnd({ state, at, endsAt, openedAt, confirmedAt }: Ended): SessionEnd {
	const states: Readonly<Record<Ended['state'], EndState>> = {
		pending: 'expired',
		confirmed: 'expired',
		ready: 'expired',
		consumed: 'collected',
		denied: 'declined',
		reported: 'reported',
		cancelled: 'cancelled',
	};
	const ended = states[state];
	return {
		state: ended,
		at: timeOf(ended === 'expired' ? endsAt : at),
		...(openedAt !== undefined && { opened_at: timeOf(openedAt) }),
		...(confirmedAt !== undefined && { confirmed_at: timeOf(confirmedAt) }),
	};
}

/**
 * Why a link does not open any more.
 * @param isOver whether the session's time is up, or it was ended
 * @returns undefined where it does
 */
export function linkUse(
	{ state, at, endsAt, confirmedAt, completedAt }: Ended,
	isOver: boolean,
): LinkUse | undefined {
	if (completedAt !== undefined) return { state: 'answered', at: timeOf(completedAt) };
	switch (state) {
		case 'denied':
		case 'reported':
			return { state: 'declined', at: timeOf(at) };
		case 'cancelled':
			return { state: 'cancelled', at: timeOf(at) };
		default:
			if (isOver) return { state: 'expired', at: timeOf(endsAt) };
			return isWaiting(state) && confirmedAt === undefined
				? undefined
				: { state: 'confirmed', at: timeOf(confirmedAt ?? at) };
	}
}

/** RFC 3339, UTC. */
export function timeOf(milliseconds: number): string {
	return new Date(milliseconds).toISOString();
}
