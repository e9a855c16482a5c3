import { IncomingMessage, ServerResponse, type RequestListener, type Server } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { headersTooLarge, malformedRequest, requestTimeout, type ProblemError } from '../problem';
import type { Middleware } from './context';
import type { SecurityHeaders } from './security-headers';

/** What is wrong with requests that stand in for those that could not be read. */
const PROBLEMS = new WeakMap<IncomingMessage, ProblemError>();

/** Refuses what {@link answerUnreadableRequests} hands on, and what names no host, at the place where every other refusal is written. */
export function refuseUnreadableRequests(): Middleware {
	return (context, next) => {
		const problem = PROBLEMS.get(context.req);
		if (problem) throw problem;
		const { headers, httpVersion } = context.req;
		// RFC 9112 section 3.2.
		if (headers.host === undefined && httpVersion === '1.1') {
			context.set('Connection', 'close');
			throw malformedRequest('Host: expected the name of this broker.');
		}
		return next();
	};
}

/**
 * Answers what the server cannot read as a request, and what arrives too slowly. A request stands in for it, so that
 * the answer is logged, counted and has the headers of every other.
 */
export function answerUnreadableRequests(
	server: Server,
	handle: RequestListener,
	headers: SecurityHeaders,
): void {
	const underWay = new WeakMap<Duplex, ServerResponse>();
	/** Connections that have their last answer: what else arrives on them cannot be read either. */
	const answered = new WeakSet<Duplex>();
	const begin = (request: IncomingMessage, response: ServerResponse): void => {
		underWay.set(request.socket, response);
	};
	server.on('request', begin);
	// Node announces a request that expects what it does not know by this event instead.
	server.on('checkExpectation', begin);
	server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
		const response = underWay.get(socket);
		const begun = response !== undefined && !response.writableFinished;
		// Whoever has gone hears nothing, and an answer that is on its way is not mixed with another.
		const gone = !socket.writable || error.code === 'ECONNRESET';
		if (!gone && answered.has(socket)) return;
		answered.add(socket);
		if (gone || (begun && response.headersSent)) socket.destroy();
		else if (begun) setImmediate(cutShort, response, problemOf(error), headers);
		else if (socket instanceof Socket) standIn(socket, problemOf(error), handle);
		else socket.destroy();
	});
}

/**
 * The rest of a request cannot be read, after its headers could: whoever works on it waits in vain. It is called a turn
 * later, because the fault may be found in the very bytes that brought the request, before its headers are set.
 */
function cutShort(response: ServerResponse, problem: ProblemError, headers: SecurityHeaders): void {
	if (response.headersSent) {
		response.req.socket.destroySoon();
		return;
	}
	const body = JSON.stringify(problem.toProblem());
	response.writeHead(problem.status, {
		...headers,
		'content-type': 'application/problem+json',
		'content-length': Buffer.byteLength(body),
		connection: 'close',
	});
	response.end(body);
	response.once('finish', () => {
		response.req.socket.destroySoon();
	});
}

function standIn(socket: Socket, problem: ProblemError, handle: RequestListener): void {
	const request = new IncomingMessage(socket);
	request.method = 'GET';
	request.url = '/';
	PROBLEMS.set(request, problem);
	const response = new ServerResponse(request);
	response.shouldKeepAlive = false;
	response.assignSocket(socket);
	response.once('finish', () => {
		socket.end();
	});
	handle(request, response);
}

function problemOf({ code }: NodeJS.ErrnoException): ProblemError {
	switch (code) {
		case 'HPE_HEADER_OVERFLOW':
			return headersTooLarge();
		case 'ERR_HTTP_REQUEST_TIMEOUT':
			return requestTimeout();
		default:
			return malformedRequest();
	}
}
