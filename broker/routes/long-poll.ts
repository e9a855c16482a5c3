import type { ServerResponse } from 'node:http';
import type { Middleware } from '../http/context';
import type { Sessions } from '../sessions/create-sessions';
import { Signal, type Wait } from '../sessions/wait-for-change';

/** What a long poll works with. */
export interface LongPollDependencies {
	readonly sessions: Sessions;
	/** Aborts when the process is asked to end, so that polls stop waiting. */
	readonly stopping: AbortSignal;
}

/**
 * Holds back the answer of a route that can wait for a better one, and passes the routes again when there may be one.
 * Thousands of polls wait at a time, so that meanwhile nothing is held of what the routes have read.
 */
export function longPoll(routes: Middleware, { sessions, stopping }: LongPollDependencies): Middleware {
	stopping.addEventListener('abort', () => {
		sessions.wakeAll();
	});
	return async (context, next) => {
		await routes(context, next);
		const { wait, leaveWait } = context.state;
		if (!wait) return;
		const outdated = await isOutdated(wait, context.res).finally(leaveWait);
		if (outdated) await routes(context, next);
	};

	function isOutdated(wait: Wait, response: ServerResponse): Promise<boolean> {
		const signal = new Signal();
		response.on('close', signal.notify);
		return sessions.waitForChange(wait, signal, () => stopping.aborted || response.closed);
	}
}
