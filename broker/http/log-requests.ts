import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Middleware } from './context';
import { routeOf, type RequestObserver } from './observe-requests';

/** How requests are logged. */
export interface RequestLog {
	readonly logger: Logger;
	/** Gives a session's pseudonym from its id. */
	readonly pseudonymize: (sessionId: string) => string;
	/** Whether a line has the client's network. */
	readonly addresses: boolean;
}

/** Gives each request an id, sent back as `X-Request-Id`, and collects further fields of its log line. */
export function identifyRequests({ pseudonymize }: RequestLog): Middleware {
	return (context, next) => {
		const { state } = context;
		state.requestId = randomUUID();
		state.notes = {};
		state.logSession = (sessionId) => {
			state.notes['session'] = pseudonymize(sessionId);
		};
		context.set('X-Request-Id', state.requestId);
		return next();
	};
}

/**
 * Logs one line per request: method, the route's pattern (never the address, which holds codes and ids), status and
 * milliseconds. Never a body or a header, and the client's network only where the operator asks for it.
 */
export function logRequests({ logger, addresses }: RequestLog): RequestObserver {
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
