import type { IncomingMessage } from 'node:http';
import type { Context, Middleware } from './context';

/** Bytes of a body that are read and thrown away, so that the client gets to read why it was refused. */
const MOST_DISCARDED = 4 * 1024 * 1024;

/** Requests that wait for `100 Continue` and have not had it yet. */
const EXPECTING = new WeakSet<IncomingMessage>();

/** Notes that a client sends its body only once it is told to (RFC 9110 section 10.1.1). */
export function expectContinue(request: IncomingMessage): void {
	EXPECTING.add(request);
}

/** Tells a client that waits for it that its body is going to be read. */
export function continueBody({ req, res }: Context): void {
	if (EXPECTING.delete(req)) res.writeContinue();
}

/**
 * Ends the connection after an answer to a request whose body was not read and is long, of unknown length, or not going
 * to be sent. A shorter rest is thrown away by Node as it arrives, and the connection goes on.
 */
export function closeUnreadBodies(): Middleware {
	return async (context, next) => {
		await next();
		const { req } = context;
		const length = Number(req.headers['content-length'] ?? 0);
		const unread = req.headers['transfer-encoding'] !== undefined || length > MOST_DISCARDED;
		if (EXPECTING.has(req) || (unread && !req.readableEnded)) context.set('Connection', 'close');
	};
}
