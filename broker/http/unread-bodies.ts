import type { IncomingMessage } from 'node:http';
import type { Context } from './context';

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
 * Whether the connection has to end after the answer: the request's body was not read and is long, of unknown length, or
 * not going to be sent. A shorter rest is thrown away by Node as it arrives, and the connection goes on.
 */
export function hasUnreadBody({ req }: Context): boolean {
	const length = Number(req.headers['content-length'] ?? 0);
	const unread = req.headers['transfer-encoding'] !== undefined || length > MOST_DISCARDED;
	return EXPECTING.has(req) || (unread && !req.readableEnded);
}
