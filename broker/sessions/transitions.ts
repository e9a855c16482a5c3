import type { ErrorCode } from '../../protocol/error-codes';
import { SESSION_STATES, type SessionState } from '../../protocol/states';

/** The states of the wire, and `gone`: unknown, cancelled or expired, which look alike. */
export const STATES = [...SESSION_STATES, 'gone'] as const;
export type State = SessionState | 'gone';

/** What can happen to a session. `poll` is an agent's look, which collects where there is something to collect. */
export const EVENTS = ['look', 'confirm', 'deny', 'complete', 'poll', 'cancel', 'expire'] as const;
export type Event = (typeof EVENTS)[number];

/** The steps of which each happens at most once; of all callers who race for one, a claim picks the winner. */
export type Step = 'open' | 'submit' | 'collect';

/** What an event does in a state: moves on (by winning a step's claim, where one is named), stays, or is refused. */
export type Transition =
	{ readonly to: State; readonly step?: Step } | { readonly stay: true } | { readonly refuse: ErrorCode };

const stay = { stay: true } as const;
const gone = { to: 'gone' } as const;
const refuse = (code: ErrorCode) => ({ refuse: code });
const notFound = refuse('session_not_found');
const decided = refuse('already_decided');
const over = {
	look: notFound,
	confirm: decided,
	deny: decided,
	complete: decided,
	cancel: gone,
	expire: gone,
};

/** The state machine, whole: every state and every event. */
export const TRANSITIONS: Readonly<Record<State, Readonly<Record<Event, Transition>>>> = {
	pending: {
		look: stay,
		confirm: { to: 'confirmed', step: 'open' },
		deny: { to: 'denied', step: 'open' },
		complete: refuse('not_confirmed'),
		poll: stay,
		cancel: gone,
		expire: gone,
	},
	confirmed: {
		look: notFound,
		confirm: decided,
		deny: { to: 'denied', step: 'submit' },
		complete: { to: 'ready', step: 'submit' },
		poll: stay,
		cancel: gone,
		expire: gone,
	},
	ready: { ...over, poll: { to: 'consumed', step: 'collect' } },
	denied: { ...over, poll: stay },
	consumed: { ...over, poll: stay },
	gone: {
		look: notFound,
		confirm: notFound,
		deny: notFound,
		complete: notFound,
		poll: notFound,
		cancel: notFound,
		expire: stay,
	},
};
