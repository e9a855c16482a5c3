import { alreadyDecided, notConfirmed, sessionNotFound, type ProblemError } from '../problem';
import type { Changed, NewRecord, RecordName } from '../storage/record-store';
import type { SessionDependencies } from './dependencies';
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
	readonly returning?: RecordName;
}

/** An action as one attempt makes it. */
export interface Attempt {
	readonly action: Exclude<Action, 'expire'>;
	/** What the state says once the action has led there. */
	readonly next: (session: Session) => NextState;
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
	{ store }: Pick<SessionDependencies, 'store'>,
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
		if (next === undefined) return { kind: 'repeated', session };
		const { state: said, write, ...rest } = next;
		const status = 'to' in transition ? transition.to : session.state.status;
		const state: Standing = { ...said, status };
		const changed = await store.change(session.id, {
			expected: { name: 'state', version: session.version },
			write: { ...write, state: { value: state } },
			...rest,
		});
		if (changed) return { kind: isRepeat ? 'repeated' : 'changed', session: { ...session, state }, changed };
		const current = await readSession(store, session.id);
		if (!current) throw sessionNotFound();
		session = current;
	}
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
