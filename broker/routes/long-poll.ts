import type { ServerResponse } from 'node:http';
import type { Middleware } from '../http/context';
import type { SessionDependencies } from '../sessions/dependencies';
import { Signal, waitForChange, type Wait } from '../sessions/wait-for-change';

/** What a long poll works with. */
export interface LongPollDependencies {
	readonly sessions: SessionDependencies;
	/** Aborts when the process is asked to end, so that polls stop waiting. */
	readonly stopping: AbortSignal;
}

/**
 * Holds back the answer of a route that can wait for a better one, and passes the routes again when there may be one.
 * Thousands of polls wait at a time, so that meanwhile nothing is held of what the routes have read.
 */
export function longPoll(routes: Middleware, { sessions, stopping }: LongPollDependencies): Middleware {
	stopping.addEventListener('abort', () => {
		sessions.notifier.notifyAll();
	});
	return async (context, next) => {
		await routes(context, next);
		const { wait } = context.state;
		if (wait && (await isOutdated(wait, context.res))) await routes(context, next);
	};

	function isOutdated(wait: Wait, response: ServerResponse): Promise<boolean> {
		const signal = new Signal();
		response.on('close', signal.notify);
		return waitForChange(sessions, wait, signal, () => stopping.aborted || response.closed);
	}
}
