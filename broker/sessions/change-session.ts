import { alreadyDecided, notConfirmed, sessionNotFound, type ProblemError } from '../problem';
import { isTerminal } from '../../protocol/states';
import type { Changed, NewRecord, RecordName } from '../storage/record-store';
import type { SessionDependencies } from './dependencies';
import { END_KEPT, endedOf } from './ended';
import { readSession, type Session, type Standing } from './session';
import { TRANSITIONS, type Action, type Refusal } from './transitions';

/** What goes along with a new state. */
export interface NextState {
	/** What the state says apart from its status, which the table says. */
	readonly state: Omit<Standing, 'status'>;
	/** Other records to write, delete, cut short or give back; see the store's `Change`. */
	readonly write?: Readonly<Partial<Record<RecordName, NewRecord>>>;
	readonly remove?: readonly RecordName[];
	readonly shorten?: Readonly<Partial<Record<RecordName, number>>>;
	readonly lengthen?: Readonly<Partial<Record<RecordName, number>>>;
	readonly returning?: RecordName;
	/** Milliseconds that the state lives from now on; where left out, as long as it would have lived. */
	readonly lifetime?: number | undefined;
}

/** An action as one attempt makes it. */
export interface Attempt {
	readonly action: Exclude<Action, 'expire'>;
	/** What the state says once the action has led there; undefined where there is nothing to change. */
	readonly next: (session: Session) => NextState | undefined;
	/** Whether this attempt, made before, is what led to the state. */
	readonly isRepeat: (state: Standing) => boolean;
	/** The same for a repetition; where left out it changes nothing. */
	readonly again?: (session: Session) => NextState;
}

/** What an attempt came to. */
export interface Result {
	/** `unchanged`: the action does nothing in this state. */
	readonly kind: 'changed' | 'repeated' | 'unchanged';
	readonly session: Session;
	/** What the store gave back of the change that was made. */
	readonly changed?: Changed;
}

/**
 * Makes an attempt: asks the table what it does in the state that was read, and changes the session if it is still in
 * that state. Where somebody else was faster, again. Whoever was not answered may try again: the state says whether the
 * attempt had come through.
 * @throws ProblemError as {@link TRANSITIONS} refuses it; `session_not_found` where the session is gone meanwhile
 */
export async function changeSession(
	{ store, now, timings }: Pick<SessionDependencies, 'store' | 'now' | 'timings'>,
	found: Session,
	attempt: Attempt,
): Promise<Result> {
	for (let session = found; ;) {
		const transition = TRANSITIONS[attempt.action][session.state.status];
		if ('refused' in transition) throw refusal(transition.refused);
		if ('stays' in transition || 'ends' in transition) return { kind: 'unchanged', session };
		const isRepeat = 'repeats' in transition && attempt.isRepeat(session.state);
		if ('repeats' in transition && !isRepeat) {
			if (transition.others === 'stay') return { kind: 'unchanged', session };
			throw refusal(transition.others);
		}
		const next = isRepeat ? attempt.again?.(session) : attempt.next(session);
		if (next === undefined) return { kind: isRepeat ? 'repeated' : 'unchanged', session };
		const { state: said, write, lifetime, ...rest } = next;
		const status = 'to' in transition ? transition.to : session.state.status;
		const state: Standing = { ...said, status };
		const changed = await store.change(session.id, {
			expected: { name: 'state', version: session.version },
			write: {
				...write,
				state: { value: state, ...(lifetime !== undefined && { lifetime }) },
				...lastingEnd({ ...session, state }, { now, timings }),
			},
			...rest,
		});
		if (changed) return { kind: isRepeat ? 'repeated' : 'changed', session: { ...session, state }, changed };
		const current = await readSession(store, session.id);
		if (!current) throw sessionNotFound();
		session = current;
	}
}

/**
 * The record `ended` of a session that stands so, where it has one. It is there for a day after the time for which the
 * session was made, also where it ends before that, or after somebody deletes it.
 */
export function lastingEnd(
	{ asked, state }: Pick<Session, 'asked' | 'state'>,
	{ now, timings }: Pick<SessionDependencies, 'now' | 'timings'>,
	isDeleted = false,
): { readonly ended?: NewRecord & { readonly lifetime: number } } {
	if (asked.keepsEnd !== true) return {};
	const isCancelled = isDeleted && !isTerminal(state.status);
	const value = endedOf(asked, state, isCancelled ? now() : undefined);
	const left = isDeleted ? 0 : Math.max(0, asked.expiresAt - now());
	return { ended: { value, lifetime: left + END_KEPT * timings.second } };
}

/** What lets a session live to its own end again, which confirming had cut to the time to answer. */
export function untilOwnEnd(
	{ asked, state }: Session,
	{ now }: Pick<SessionDependencies, 'now'>,
): Pick<NextState, 'lifetime' | 'lengthen'> {
	if (state.answerBy === undefined) return {};
	const lifetime = Math.max(1, asked.expiresAt - now());
	return { lifetime, lengthen: { asked: lifetime } };
}

/** The problem that a refusal is answered with. */
export function refusal(code: Refusal): ProblemError {
	switch (code) {
		case 'session_not_found':
			return sessionNotFound();
		case 'already_decided':
			return alreadyDecided();
		case 'not_confirmed':
			return notConfirmed();
	}
}
