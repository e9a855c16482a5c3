import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Context, Middleware } from './context';

/** Keys the hashes of session ids, which alone could be tried out: a user code has 40 bits. */
const LOG_KEY = randomBytes(32);

/**
 * A session's name in the log: the same throughout this process, and nothing that leads back to its code.
 * @returns 16 hexadecimal characters
 */
export function hashForLog(sessionId: string): string {
	return createHmac('sha256', LOG_KEY).update(sessionId).digest('hex').slice(0, 16);
}

/**
 * Writes a line for each request: method, the route's pattern (never the address, which holds codes and ids), status
 * and milliseconds. Nothing of a body, a header or a client's address is in it.
 */
export function logRequests(logger: Logger): Middleware {
	return async (context, next) => {
		const started = performance.now();
		const requestId = randomUUID();
		context.state.requestId = requestId;
		context.state.log = logger.child({ requestId });
		context.state.notes = {};
		context.set('X-Request-Id', requestId);
		await next();
		const level = context.status >= 500 ? 'error' : 'info';
		context.state.log[level](
			{
				method: context.method,
				route: routeOf(context),
				status: context.status,
				milliseconds: Math.round(performance.now() - started),
				...context.state.notes,
			},
			'request',
		);
	};
}

function routeOf(context: Context): string {
	const pattern = (context as { _matchedRoute?: unknown })._matchedRoute;
	return typeof pattern === 'string' ? pattern : 'none';
}
