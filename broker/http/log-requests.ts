import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { SessionNamer } from '../observe/session-name';
import type { Context, Middleware } from './context';

/** What the request log is written with. */
export interface RequestLog {
	readonly logger: Logger;
	readonly nameSession: SessionNamer;
	/** Whether clients' networks are in it. */
	readonly addresses: boolean;
}

/**
 * Writes a line for each request: method, the route's pattern (never the address, which holds codes and ids), status
 * and milliseconds. Nothing of a body, a header or, unless asked for, a client's address is in it.
 */
export function logRequests({ logger, nameSession, addresses }: RequestLog): Middleware {
	return async (context, next) => {
		const started = performance.now();
		const requestId = randomUUID();
		context.state.requestId = requestId;
		context.state.log = logger.child({ requestId });
		context.state.notes = {};
		context.state.noteSession = (sessionId) => {
			context.state.notes['session'] = nameSession(sessionId);
		};
		context.set('X-Request-Id', requestId);
		await next();
		const level = context.status >= 500 ? 'error' : 'info';
		context.state.log[level](
			{
				method: context.method,
				route: routeOf(context),
				status: context.status,
				milliseconds: Math.round(performance.now() - started),
				...(addresses && { network: context.state.network }),
				...context.state.notes,
			},
			'request',
		);
	};
}

/** The pattern of the route that answered, or `none`. */
export function routeOf(context: Context): string {
	const pattern = (context as { _matchedRoute?: unknown })._matchedRoute;
	return typeof pattern === 'string' ? pattern : 'none';
}
