import { NO_TEMPLATE, type SessionOutcome } from './session-events';
import type { SessionDependencies } from './dependencies';
import type { Session } from './session';

/** Tells the observer what has become of a session: the one place from which metrics and the audit log hear of it. */
export function tell(
	{ observer, now, network }: Pick<SessionDependencies, 'observer' | 'now' | 'network'>,
	outcome: SessionOutcome,
	{ id, facts }: Pick<Session, 'id' | 'facts'>,
): void {
	observer.changed({
		outcome,
		sessionId: id,
		at: now(),
		createdAt: facts.createdAt,
		expiresAt: facts.expiresAt,
		template: facts.template ?? NO_TEMPLATE,
		...(facts.owner !== undefined && { key: facts.owner }),
		...(network !== undefined && { network }),
	});
}
