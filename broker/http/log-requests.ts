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

/** Gives each request an id, sent back as `X-Request-Id`. */
export const identifyRequests: Middleware = (context, next) => {
	context.state.requestId = randomUUID();
	context.state.notes = {};
	context.set('X-Request-Id', context.state.requestId);
	return next();
};

/**
 * Logs one line per request: method, the route's pattern (never the address, which holds codes and ids), status and
 * milliseconds. Never a body or a header, and the client's network only where the operator asks for it.
 */
export function logRequests({ logger, addresses, pseudonymize }: RequestLog): RequestObserver {
	return (context, milliseconds) => {
		const level = context.status >= 500 ? 'error' : 'info';
		if (!logger.isLevelEnabled(level)) return;
		const { requestId, network, notes, sessionId } = context.state;
		logger[level](
			{
				requestId,
				method: context.method,
				route: routeOf(context),
				status: context.status,
				milliseconds: Math.round(milliseconds),
				...(addresses && { network }),
				...(sessionId !== undefined && { session: pseudonymize(sessionId) }),
				...notes,
			},
			'request',
		);
	};
}
