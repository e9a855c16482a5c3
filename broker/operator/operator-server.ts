import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { networkOf } from '../http/client-network';
import { securityHeaders } from '../http/security-headers';
import type { Limits } from '../limits/limits';
import { ProblemError } from '../problem';
import { StoreUnavailable } from '../storage/store-faults';
import { checkHost, checkOrigin, showsToken, wrongToken, type RequestRules } from './check-request';
import { Refused } from './operator';
import { OPERATOR_ROUTES, type OperatorRouteDependencies } from './operator-routes';
import type { OperatorPage } from './read-operator-page';

/** What the operator's port works with. */
export interface OperatorServerDependencies extends OperatorRouteDependencies, RequestRules {
	readonly page: OperatorPage;
	readonly limits: Pick<Limits, 'takeWrongKey'>;
	readonly logger: Logger;
}

/** What a request is answered with. */
interface Reply {
	readonly status: number;
	readonly type: string;
	readonly content: string | Buffer;
	readonly headers?: Readonly<Record<string, string>>;
}

/** Bytes of a body. */
const LARGEST_BODY = 64 * 1024;
/** One operator, or two, with a browser and a script each. */
const MOST_CONNECTIONS = 100;
const HEADERS = securityHeaders(false);

/** The operator's port. It does not listen yet. */
export function createOperatorServer(dependencies: OperatorServerDependencies): Server {
	const server = createServer({ headersTimeout: 5_000, requestTimeout: 10_000 }, (request, response) => {
		void answer(request, dependencies).then((reply) => {
			send(request, response, reply);
		});
	});
	server.maxConnections = MOST_CONNECTIONS;
	return server;
}

/** Never rejects. */
async function answer(request: IncomingMessage, dependencies: OperatorServerDependencies): Promise<Reply> {
	try {
		checkHost(request, dependencies.names);
		const url = new URL(request.url ?? '', 'http://operator');
		const file = request.method === 'GET' ? dependencies.page.get(url.pathname) : undefined;
		if (file) return { status: 200, ...file };
		checkOrigin(request);
		const network = networkOf(request.socket.remoteAddress ?? '');
		await requireToken(request, network, dependencies);
		return json(200, await dispatch(request, url, network, dependencies));
	} catch (error) {
		return refusal(error, dependencies.logger);
	}
}

/** A missing token and a wrong one are answered alike, and counted like wrong API keys. @throws Refused, ProblemError */
async function requireToken(
	request: IncomingMessage,
	network: string,
	{ token, limits, logger }: OperatorServerDependencies,
): Promise<void> {
	if (showsToken(request, token)) return;
	await limits.takeWrongKey({ network });
	logger.warn({ status: 401 }, 'a request without the operator token was refused');
	throw wrongToken();
}

async function dispatch(
	request: IncomingMessage,
	{ pathname, searchParams }: URL,
	network: string,
	dependencies: OperatorServerDependencies,
): Promise<unknown> {
	const rows = OPERATOR_ROUTES.filter(({ path }) =>
		path.endsWith('/') ? pathname.startsWith(path) && pathname.length > path.length : pathname === path,
	);
	const row = rows.find(({ method }) => method === request.method);
	if (!row)
		throw rows.length > 0
			? new Refused(`Expected ${rows.map(({ method }) => method).join(' or ')}.`, 405)
			: new Refused('There is no such address.', 404);
	const body = row.method === 'POST' ? await readJson(request) : undefined;
	return row.handle(
		{ network, query: searchParams, rest: pathname.slice(row.path.length), body },
		dependencies,
	);
}

/** @throws Refused */
async function readJson(request: IncomingMessage): Promise<unknown> {
	// A form of another site cannot say so.
	if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
		throw new Refused('Expected a body of application/json.', 415);
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		if (bytes > LARGEST_BODY) throw new Refused('The body is too large.', 413);
		chunks.push(chunk);
	}
	try {
		return JSON.parse(Buffer.concat(chunks).toString());
	} catch {
		throw new Refused('Expected JSON.');
	}
}

function refusal(error: unknown, logger: Logger): Reply {
	if (error instanceof Refused) return problem(error.status, error.message);
	if (error instanceof ProblemError) return problem(error.status, error.message, error.extras.headers);
	if (error instanceof StoreUnavailable)
		return problem(
			503,
			`${error.message} Look at the store; what was not ended yet is still open. Try again.`,
		);
	logger.error({ err: error }, 'unexpected error');
	return problem(500, 'Something went wrong. The broker’s log says where.');
}

function problem(status: number, detail: string, headers: Readonly<Record<string, string>> = {}): Reply {
	const challenge = status === 401 ? { 'www-authenticate': 'Bearer' } : {};
	return {
		...json(status, { status, detail }),
		type: 'application/problem+json',
		headers: { ...headers, ...challenge },
	};
}

function json(status: number, value: unknown): Reply {
	return { status, type: 'application/json; charset=utf-8', content: JSON.stringify(value) };
}

function send(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
	response.setHeaders(new Map(Object.entries({ ...HEADERS, ...reply.headers, 'content-type': reply.type })));
	// The rest of a body that is too large is not waited for.
	if (reply.status === 413) response.setHeader('connection', 'close');
	response.writeHead(reply.status).end(reply.content);
	request.resume();
}
