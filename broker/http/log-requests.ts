import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Middleware } from './context';
import { routeOf, type RequestWatcher } from './watch-requests';

/** What the request log is written with. */
export interface RequestLog {
	readonly logger: Logger;
	/** Gives a session's pseudonym from its id. */
	readonly pseudonymize: (sessionId: string) => string;
	/** Whether clients' networks are in it. */
	readonly addresses: boolean;
}

/** Names each request, in its answer as in the log, and opens its page of notes for the log. */
export function nameRequests({ pseudonymize }: RequestLog): Middleware {
	return (context, next) => {
		const { state } = context;
		state.requestId = randomUUID();
		state.notes = {};
		state.noteSession = (sessionId) => {
			state.notes['session'] = pseudonymize(sessionId);
		};
		context.set('X-Request-Id', state.requestId);
		return next();
	};
}

/**
 * Writes a line for each request: method, the route's pattern (never the address, which holds codes and ids), status
 * and milliseconds. Nothing of a body, a header or, unless asked for, a client's address is in it.
 */
export function logRequests({ logger, addresses }: RequestLog): RequestWatcher {
	return (context, milliseconds) => {
		const { requestId, network, notes } = context.state;
		const level = context.status >= 500 ? 'error' : 'info';
		logger[level](
			{
				requestId,
				method: context.method,
				route: routeOf(context),
				status: context.status,
				milliseconds: Math.round(milliseconds),
				...(addresses && { network }),
				...notes,
			},
			'request',
		);
	};
}
