import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SecurityHeaders } from '../http/security-headers';
import { expectContinue } from '../http/unread-bodies';
import { answerUnreadableRequests } from '../http/unreadable-requests';
import type { Timings } from '../timings';

/** Answers a request; never rejects. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Milliseconds that a connection is kept open without a request: longer than load balancers usually keep theirs. */
const KEEP_ALIVE_TIMEOUT = 65_000;
/**
 * Connections that may wait to be accepted; the system may allow fewer. Those above it are not refused but have to ask
 * again, a second or three later, which meets honest clients while others open connections as fast as they can.
 */
const BACKLOG = 4_096;
/** Milliseconds between two attempts to close connections that are kept alive. */
const CLOSE_INTERVAL = 50;

/** An HTTP server that gives up on requests which do not arrive in time. It does not listen yet. */
export function createHttpServer(timings: Timings): Server {
	return createServer({
		headersTimeout: timings.headersTimeout,
		requestTimeout: timings.requestTimeout,
		keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
		// Refused with a problem document instead.
		requireHostHeader: false,
		connectionsCheckingInterval: timings.connectionsCheckingInterval,
	});
}

/**
 * Makes a server listen.
 * @returns the port, which is a free one where 0 was asked for
 * @throws where the address cannot be listened on
 */
export function listen(server: Server, address: { host: string; port: number }): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen({ ...address, backlog: BACKLOG }, () => {
			server.off('error', reject);
			resolve((server.address() as AddressInfo).port);
		});
	});
}

/**
 * Passes every request to a handler, those included that Node would answer by itself: with an `Expect` header that it
 * does not know, which is no reason to refuse (RFC 9110 section 10.1.1), those that wait for `100 Continue`, which they
 * get once their body is going to be read, and those that cannot be parsed.
 */
export function answerRequests(server: Server, handle: RequestHandler, headers: SecurityHeaders): void {
	const onRequest = (request: IncomingMessage, response: ServerResponse) => void handle(request, response);
	server.on('request', onRequest).on('checkExpectation', onRequest);
	server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
		expectContinue(request);
		onRequest(request, response);
	});
	answerUnreadableRequests(server, onRequest, headers);
}

/** Accepts no more connections, and waits until the last answer is sent and every connection is closed. */
export async function closeServer(server: Server): Promise<void> {
	const closed = new Promise((resolve) => server.close(resolve));
	// A connection that was busy is kept alive once it is answered: closed at the next attempt.
	const timer = setInterval(() => {
		server.closeIdleConnections();
	}, CLOSE_INTERVAL);
	await closed;
	clearInterval(timer);
}
