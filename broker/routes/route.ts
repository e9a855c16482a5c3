import type { z } from 'zod';
import type { ErrorCode } from '../../protocol/error-codes';
import type { SecurityInfo } from '../../protocol/messages';
import type { Context } from '../http/context';
import type { Keyring } from '../keys/keyring';
import type { Limits } from '../limits/limits';
import type { ProblemError } from '../problem';
import type { ByteBudget } from '../http/byte-budget';
import type { Sessions } from '../sessions/create-sessions';
import type { Origin } from '../keys/origin';
import type { ShownLink } from '../sessions/link';
import type { Session } from '../sessions/session';
import type { StoreRoom } from '../storage/storage';
import type { AnswerHeader, RequestHeader } from './headers';
import type { Docs } from './read-docs';
import type { Page } from './read-page';
import type { ReplyName } from './replies';

/**
 * One call of the broker: what guards it, what it does, and what there is to know about it. The router and the OpenAPI
 * document are both made from these rows.
 */
export interface Route<Schema extends z.ZodObject = z.ZodObject> {
	readonly method: 'get' | 'post' | 'patch' | 'delete';
	/** As the router has it: `/v1/sessions/:id`. */
	readonly path: string;
	/** The call's name in the OpenAPI document. */
	readonly operationId: string;
	readonly summary: string;
	readonly description: string;
	readonly access: Access;
	/** Refuses HEAD, which otherwise works wherever GET does. */
	readonly noHead?: true;
	readonly limit?: RouteLimit;
	/** Headers that it reads beside those that show who calls. */
	readonly headers?: readonly RequestHeader[];
	readonly body?: RouteBody<Schema>;
	/** Refuses a call by what the guard has found, before its body is read. @throws ProblemError */
	readonly beforeBody?: (guarded: Guarded, context: Context) => void;
	/** Whether it needs the store, and whether it fills it, which a full store refuses. */
	readonly store?: 'uses' | 'fills';
	readonly answer: RouteAnswer;
	/** Problems that do not follow from what stands above. */
	readonly problems?: readonly ErrorCode[];
	/** Errors are those of OAuth, and not problem documents. */
	readonly oauthErrors?: true;
	/** A browser that is refused is led back to the page of the link, `:code` in the address. */
	readonly leadsBack?: true;
	/** Whether the broker calls back what is asked for here. */
	readonly callsBack?: true;
	/** @returns the reply, where it is JSON; anything else is written into the context */
	handle(context: Context, dependencies: RouteDependencies, input: Input<z.output<Schema>>): unknown;
}

/**
 * Who may call: anybody; with an API key in `X-API-Key`, or also as bearer token, or as an OAuth client's secret; or with
 * the poll token of the session beside an API key. Where the broker has no API keys, everybody has one.
 */
export type Access = 'anybody' | 'apiKey' | 'apiKeyOrBearer' | 'client' | 'pollToken';

/**
 * What guards a call, before its body is read; see guard.ts. `creation`: sessions by API key and by network, which must
 * be one that may create any. `code`: calls by network and session, and codes by network that lead nowhere; `lookUp`: the
 * same, for a call that finds its session itself; `typedCode`: that, where the code is in the body. `answer`: the same for
 * whoever does not show a connect token. `signIn`: whoever does not is refused, and counted. `session`: ids and poll tokens by network that lead nowhere; `deviceCode`: the
 * same, where both are in the body; `callback`: that, and calls by session, network and API key.
 */
export type RouteLimit =
	'creation' | 'code' | 'lookUp' | 'typedCode' | 'answer' | 'signIn' | 'session' | 'deviceCode' | 'callback';

/** A call that was let through. */
export interface Guarded {
	/** The session that it is for; undefined where the row does not ask for one. */
	readonly session?: Session;
	/** What a look-up shows; undefined where it can be no link. */
	readonly link?: ShownLink;
	/** The connect token that was shown, where it is one of the session's. */
	readonly connectToken?: string;
	/** Settles what was taken, by what the call came to. @param error what it failed with; undefined where it succeeded */
	readonly settle: (error?: unknown) => void | Promise<void>;
}

/** What a call sends: JSON, where nothing else is said. */
interface RouteBody<Schema extends z.ZodObject> {
	readonly schema: Schema;
	/** A form, `application/x-www-form-urlencoded`, and not JSON. */
	readonly form?: true;
	/** Bytes, of a call for this session. */
	readonly limit: number | ((session: Session) => number);
	/** Whether it may be left out. */
	readonly optional?: true;
	/** What else is at fault in a body that the schema refuses. */
	readonly otherFaults?: (body: unknown, dependencies: RouteDependencies) => readonly ProblemError[];
}

/** What a call is answered with where all is well. */
export interface RouteAnswer {
	readonly status: 200 | 201 | 204 | 303;
	readonly description: string;
	readonly headers?: readonly AnswerHeader[];
	/** JSON by this schema. */
	readonly reply?: ReplyName;
	/** Media types, where the body is not described by a schema of ours. */
	readonly types?: readonly string[];
}

/** What a handler gets, found, read and checked. */
interface Input<Body> {
	readonly origin: Origin;
	/** `:id` in the address, or an empty text. */
	readonly sessionId: string;
	/** What a look-up shows; undefined where it can be no link, and of other calls. */
	readonly link: ShownLink | undefined;
	readonly body: Body;
	readonly idempotencyKey: string | undefined;
}

/** The same, of a call for a session that the guard has found. */
interface SessionInput<Body> extends Input<Body> {
	readonly session: Session;
	/** The connect token that was shown in the header, and is one of the session's; undefined where none was shown. */
	readonly connectToken: string | undefined;
}

/** What the handlers work with. */
export interface RouteDependencies {
	readonly sessions: Sessions;
	readonly limits: Limits;
	/** Bytes of bodies and large answers that are under way. */
	readonly budget: ByteBudget;
	/** Milliseconds for which the client of a large answer may take nothing of it. */
	readonly answerTimeout: number;
	/** Where people reach the broker, without a trailing slash. */
	readonly baseUrl: string;
	/** The room that is left in the store, and whether it answers. */
	readonly store: { readonly ping: () => Promise<void>; readonly room: () => StoreRoom };
	/** Refuses to create sessions from elsewhere than the operator allows. @throws ProblemError `not_allowed` */
	readonly requireNetwork: (context: Context) => void;
	readonly security: SecurityInfo;
	readonly keyring: Keyring;
	/** The key that `linkauth-broker check` signs with; undefined where nobody can prove to be the operator. */
	readonly selfCheckKey: () => Buffer | undefined;
	readonly page: Page;
	readonly docs: Docs;
	/** Aborts first of all when the process is asked to end: it still serves, and no longer says that it is ready. */
	readonly notReady: AbortSignal;
}

/** A row, whose handler gets its body as the row's own schema has it. */
export function route<Schema extends z.ZodObject>(row: Route<Schema>): Route {
	return row;
}

/** A row whose guard finds the session. */
type SessionRoute<Schema extends z.ZodObject> = Omit<Route<Schema>, 'handle' | 'limit'> & {
	readonly limit: Exclude<RouteLimit, 'creation' | 'lookUp' | 'typedCode'>;
	handle(context: Context, dependencies: RouteDependencies, input: SessionInput<z.output<Schema>>): unknown;
};

/** The same for a call whose session the guard finds. */
export function sessionRoute<Schema extends z.ZodObject>(row: SessionRoute<Schema>): Route {
	return row;
}

/** Whether it is a page or a document, which other sites may lead to, and which has nothing to count or to change. */
export function isPublic({ method, access, limit }: Route): boolean {
	return method === 'get' && access === 'anybody' && limit === undefined;
}
