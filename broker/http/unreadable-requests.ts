import { IncomingMessage, ServerResponse, type RequestListener, type Server } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { headersTooLarge, malformedRequest, requestTimeout, type ProblemError } from '../problem';
import type { Context } from './context';
import type { SecurityHeaders } from './security-headers';

/** Why requests cannot be read: placeholders that stand for them, and those whose body failed them. */
const PROBLEMS = new WeakMap<IncomingMessage, ProblemError>();
/** Fails the body that is being read of a request. */
const READERS = new WeakMap<IncomingMessage, (problem: ProblemError) => void>();

/**
 * Refuses the placeholder requests of {@link answerUnreadableRequests} and requests without a host (RFC 9112 section
 * 3.2), so that they are answered like every other error.
 */
export function refuseUnreadable(context: Context): void {
	const problem = PROBLEMS.get(context.req);
	if (problem) throw problem;
	const { headers, httpVersion } = context.req;
	if (headers.host === undefined && httpVersion === '1.1') {
		context.set('Connection', 'close');
		throw malformedRequest('Host: expected the name of this broker.');
	}
}

/**
 * The body of a request while it is read; fails where the connection does: it is too slow, or not HTTP any more. Node
 * leaves such a body without an end.
 * @throws ProblemError `request_timeout`, `malformed_request`, and what reading throws
 */
export function readable<Body>(request: IncomingMessage, read: () => Promise<Body>): Promise<Body> {
	const problem = PROBLEMS.get(request);
	if (problem) return Promise.reject(problem);
	return new Promise((resolve, reject) => {
		READERS.set(request, reject);
		read()
			.then(resolve, reject)
			.finally(() => READERS.delete(request));
	});
}

/**
 * Answers what Node's HTTP parser rejects and what arrives too slowly. A placeholder request passes through the
 * application in its place, so that the answer is logged, counted and has the same headers as every other.
 */
export function answerUnreadableRequests(
	server: Server,
	handle: RequestListener,
	headers: SecurityHeaders,
): void {
	const underWay = new WeakMap<Duplex, ServerResponse>();
	/** Connections that had their last answer: whatever else arrives on them is unreadable too. */
	const answered = new WeakSet<Duplex>();
	// A connection that waits for its next request would otherwise keep the last one, with all that it sent. One function
	// for all of them: thousands may be under way.
	const forget = function (this: ServerResponse): void {
		if (underWay.get(this.req.socket) === this) underWay.delete(this.req.socket);
	};
	const begin = (request: IncomingMessage, response: ServerResponse): void => {
		underWay.set(request.socket, response.once('close', forget));
	};
	server.on('request', begin);
	// Node emits these instead of `request` where there is an `Expect`.
	server.on('checkContinue', begin).on('checkExpectation', begin);
	server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
		const response = underWay.get(socket);
		const begun = response !== undefined && !response.writableFinished;
		// A client that is gone gets no answer, and an answer that has begun is not mixed with another.
		const gone = !socket.writable || error.code === 'ECONNRESET';
		if (!gone && answered.has(socket)) return;
		answered.add(socket);
		if (begun) PROBLEMS.set(response.req, problemOf(error));
		if (gone || (begun && response.headersSent)) socket.destroy();
		else if (begun) failBody(response, problemOf(error), headers);
		else if (socket instanceof Socket) answerPlaceholder(socket, problemOf(error), handle);
		else socket.destroy();
	});
}

/** Where the body is being read, its reader answers; otherwise it is answered here. */
function failBody(response: ServerResponse, problem: ProblemError, headers: SecurityHeaders): void {
	const fail = READERS.get(response.req);
	response.shouldKeepAlive = false;
	if (fail) fail(problem);
	else setImmediate(answerEarly, response, problem, headers);
}

/**
 * Answers a request whose headers were readable and whose body is not. Called one turn of the event loop later: the
 * fault may be in the same bytes as the headers, and the request's own response headers are not set yet.
 */
function answerEarly(response: ServerResponse, problem: ProblemError, headers: SecurityHeaders): void {
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

function answerPlaceholder(socket: Socket, problem: ProblemError, handle: RequestListener): void {
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
