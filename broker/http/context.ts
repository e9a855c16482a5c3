import type { RouterContext } from '@koa/router';
import type { ApiKey } from '../keys/api-key';
import type { Wait } from '../sessions/wait-for-change';

/** What a request is answered with, as JSON. */
interface Reply {
	readonly status: number;
	/** Media type, with its parameters. */
	readonly type: string;
	/** Anything that JSON can hold. */
	readonly value: unknown;
}

/** What the middleware puts into Koa's `context.state`. */
export interface State {
	/** Identifies the request in the log; sent back as `X-Request-Id`. */
	requestId: string;
	/** The client's network: an IPv4 address, or the /64 of an IPv6 one. */
	network: string;
	/** The API key of the request; undefined where the broker has no keys. */
	caller?: ApiKey;
	/** The session that the call is for; the log names it by a keyed hash. */
	sessionId?: string;
	/** Further fields of the request's log line, of those in `LOG_FIELDS`. */
	notes: Record<string, unknown>;
	/** What is answered as JSON; undefined where a route writes its answer into the context. */
	reply?: Reply;
	/** The change that a long poll waits for before it is answered; undefined where the answer is final. */
	wait?: Wait;
	/** Errors are answered as OAuth clients read them, and not as problem documents. */
	oauthErrors?: true;
	/** Where a browser that is refused is led, in place of a problem document. */
	leadBack?: string;
	/** Ends its place among the polls that wait. */
	leaveWait?: () => void;
}

/** The Koa context of a request. */
export type Context = RouterContext<State>;

/** A Koa middleware with that context. */
export type Middleware = (context: Context, next: () => Promise<unknown>) => Promise<unknown>;
