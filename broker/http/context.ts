import type { RouterContext } from '@koa/router';
import type { ApiKey } from '../keys/api-key';
import type { Wait } from '../sessions/wait-for-change';

/** What the middlewares leave for the routes. */
export interface State {
	/** Names this request in the log; sent back as `X-Request-Id`. */
	requestId: string;
	/** The network the request comes from: an IPv4 address, or the /64 of an IPv6 one. */
	network: string;
	/** The API key it came with; undefined where the broker has none. */
	caller?: ApiKey;
	/** Writes the session's name, a keyed hash, into the request log. */
	noteSession: (sessionId: string) => void;
	/** What the request log says beside the usual, of the fields in its list. */
	notes: Record<string, unknown>;
	/** What the answer, as it stands, may wait for to become a better one; undefined where it is as good as it gets. */
	wait?: Wait;
}

/** A request on its way through the routes. */
export type Context = RouterContext<State>;

/** Something a request passes through. */
export type Middleware = (context: Context, next: () => Promise<unknown>) => Promise<unknown>;
