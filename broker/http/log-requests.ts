import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Context } from './context';
import { routeOf, type RequestObserver } from './observe-requests';

/** How requests are logged. */
export interface RequestLog {
	readonly logger: Logger;
	/** Gives a session's pseudonym from its id. */
	readonly pseudonymize: (sessionId: string) => string;
	/** Whether a line has the client's network. */
	readonly addresses: boolean;
}

/** Gives a request an id, sent back as `X-Request-Id`. */
export function identifyRequest({ state, res }: Context): void {
	state.requestId = randomUUID();
	state.notes = {};
	res.setHeader('x-request-id', state.requestId);
}

/**
 * Logs one line per request: method, the route's pattern (never the address, which holds codes and ids), status and
 * milliseconds. Never a body or a header, and the client's network only where the operator asks for it.
 */
export function logRequests({ logger, addresses, pseudonymize }: RequestLog): RequestObserver {
	return (context, milliseconds) => {
		const level = context.status >= 500 ? 'error' : 'info';
		if (!logger.isLevelEnabled(level)) return;
		const { requestId, network, notes, sessionId } = context.state;
		// Assigned one by one: to spread what there may be took as long as to write the line.
		const line: Record<string, unknown> = {
			requestId,
			method: context.method,
			route: routeOf(context),
			status: context.status,
			milliseconds: Math.round(milliseconds),
		};
		if (addresses) line['network'] = network;
		if (sessionId !== undefined) line['session'] = pseudonymize(sessionId);
		for (const name in notes) line[name] = notes[name];
		logger[level](line, 'request');
	};
}
