import type { Context } from '../http/context';
import type { PollOptions } from '../sessions/poll';
import type { RouteDependencies } from './route';

/** What a poll may take up: a place among those that wait, and an envelope until it is sent. */
export function roomFor(
	{ state, res }: Context,
	{ limits, budget, answerTimeout }: RouteDependencies,
	sessionId: string,
): Pick<PollOptions, 'mayWait' | 'hold'> {
	const { network, caller } = state;
	return {
		mayWait: () => {
			// It has waited, and is passing the routes again.
			if (state.wait) return true;
			const leave = limits.enterWait({ network, caller }, sessionId);
			if (leave) state.leaveWait = leave;
			return leave !== undefined;
		},
		hold: async (bytes) => {
			await limits.takeCollection({ network, caller }, sessionId);
			res.once('close', budget.take(network, bytes));
			// Whoever asks and then does not read would hold it for ever.
			res.setTimeout(answerTimeout, () => res.destroy());
		},
	};
}
