import { alreadyDecided, notConfirmed, sessionNotFound } from '../problem';
import type { SessionDependencies } from './dependencies';
import { findByUserCode } from './find-session';
import type { Session } from './session';
import { TRANSITIONS, type Event } from './transitions';

/**
 * The session, where the event is allowed in its state. With an Idempotency-Key a decided session is let through to
 * its claim, which knows whether this is a repetition of the attempt that decided it.
 */
export async function findForPerson(
	event: Event,
	dependencies: SessionDependencies,
	userCode: string,
	idempotencyKey?: string,
): Promise<Session> {
	const session = await findByUserCode(dependencies, userCode);
	if (!session) throw sessionNotFound();
	const transition = TRANSITIONS[session.state][event];
	if (!('refuse' in transition)) return session;
	if (transition.refuse === 'session_not_found') throw sessionNotFound();
	if (transition.refuse === 'already_decided' && idempotencyKey !== undefined) return session;
	if (transition.refuse === 'already_decided') throw alreadyDecided();
	throw notConfirmed();
}
