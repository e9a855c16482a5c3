import type { ErrorCode } from '../../protocol/error-codes';
import type { SessionState } from '../../protocol/states';

/** What happens to a session, but for `create`, before which it has no state, and `cancel`, which ends it in any. */
export type Action =
	'look up' | 'confirm' | 'authorize' | 'redeem' | 'complete' | 'deny' | 'collect' | 'expire';

/** Why an action is refused. */
export type Refusal = Extract<ErrorCode, 'session_not_found' | 'already_decided' | 'not_confirmed'>;

/** What an action does in a state. */
export type Transition =
	/** It leads to another state. */
	| { readonly to: SessionState }
	/** It ends the session. */
	| { readonly ends: true }
	/** It changes nothing. */
	| { readonly stays: true }
	/** The attempt that led here is answered as the first time; any other one is refused. */
	| { readonly repeats: true; readonly others: Refusal | 'stay' }
	| { readonly refused: Refusal };

const stays = { stays: true } as const;
const ends = { ends: true } as const;
const hidden = { refused: 'session_not_found' } as const;
const decided = { refused: 'already_decided' } as const;
const repeats = { repeats: true, others: 'already_decided' } as const;

/**
 * The state machine of a session: every action in every state. A session that is gone has no state: every action is
 * `session_not_found`.
 */
export const TRANSITIONS: Readonly<Record<Action, Readonly<Record<SessionState, Transition>>>> = {
	'look up': {
		pending: { to: 'pending' },
		confirmed: hidden,
		ready: hidden,
		consumed: hidden,
		denied: hidden,
	},
	confirm: {
		pending: { to: 'confirmed' },
		confirmed: repeats,
		ready: decided,
		consumed: decided,
		denied: decided,
	},
	authorize: {
		pending: { refused: 'not_confirmed' },
		confirmed: { to: 'confirmed' },
		ready: decided,
		consumed: decided,
		denied: decided,
	},
	redeem: {
		pending: { refused: 'not_confirmed' },
		confirmed: { to: 'confirmed' },
		ready: repeats,
		consumed: repeats,
		denied: decided,
	},
	complete: {
		pending: { refused: 'not_confirmed' },
		confirmed: { to: 'ready' },
		ready: repeats,
		consumed: repeats,
		denied: decided,
	},
	deny: {
		pending: { to: 'denied' },
		confirmed: { to: 'denied' },
		ready: decided,
		consumed: decided,
		denied: repeats,
	},
	collect: {
		pending: stays,
		confirmed: stays,
		ready: { to: 'consumed' },
		consumed: { repeats: true, others: 'stay' },
		denied: stays,
	},
	expire: { pending: ends, confirmed: ends, ready: stays, consumed: stays, denied: stays },
};
