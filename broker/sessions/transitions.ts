import type { ErrorCode } from '../../protocol/error-codes';
import type { SessionState } from '../../protocol/states';

/** What a person, or the page on their behalf, does with a session by its code. */
export type PersonAction = 'lookUp' | 'confirm' | 'deny' | 'complete';

const decided = {
	lookUp: 'session_not_found',
	confirm: 'already_decided',
	deny: 'already_decided',
	complete: 'already_decided',
} as const;

/**
 * The error with which an action is refused in a state; an action that is not listed is allowed. Agents' calls are
 * allowed in every state. A session that does not exist any more has no state: every call is `session_not_found`.
 */
export const REFUSALS: Readonly<Record<SessionState, Readonly<Partial<Record<PersonAction, ErrorCode>>>>> = {
	pending: { complete: 'not_confirmed' },
	confirmed: { lookUp: 'session_not_found', confirm: 'already_decided' },
	ready: decided,
	denied: decided,
	consumed: decided,
};
