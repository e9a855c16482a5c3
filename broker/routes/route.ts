import type { z } from 'zod';
import type { ErrorCode } from '../../protocol/error-codes';
import type { SecurityInfo } from '../../protocol/messages';
import type { CallbackPlan } from '../callbacks/callback-plan';
import type { Context } from '../http/context';
import type { Keyring } from '../keys/keyring';
import type { Limits } from '../limits/limits';
import type { ProblemError } from '../problem';
import type { SessionDependencies } from '../sessions/dependencies';
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
	/** Whether it needs the store, and whether it writes to it, which a full store refuses. */
	readonly store?: 'reads' | 'writes';
	readonly answer: RouteAnswer;
	/** Problems that do not follow from what stands above. */
	readonly problems?: readonly ErrorCode[];
	/** Whether the broker calls back what is asked for here. */
	readonly callsBack?: true;
	/** @returns the reply, where it is JSON; anything else is written into the context */
	handle(context: Context, dependencies: RouteDependencies, input: Input<z.output<Schema>>): unknown;
}

/**
 * Who may call: anybody; with an API key in `X-API-Key`, or also as bearer token; or with the poll token of the session
 * beside an API key. Where the broker has no API keys, everybody has one.
 */
export type Access = 'anybody' | 'apiKey' | 'apiKeyOrBearer' | 'pollToken';

/**
 * What is counted. `creation`: sessions by API key and by network, which must be one that may create any. `guesses`:
 * user codes by network that lead nowhere. `code`: those, and calls by network and session.
 */
export type RouteLimit = 'creation' | 'guesses' | 'code';

/** What a call sends, as JSON. */
interface RouteBody<Schema extends z.ZodObject> {
	readonly schema: Schema;
	/** Bytes. */
	readonly limit: number;
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

/** What a handler gets, read and checked. */
export interface Input<Body> {
	/** `:id` in the address, or an empty text. */
	readonly sessionId: string;
	/** The user code in its normal form, of a call that is limited by codes; otherwise an empty text. */
	readonly code: string;
	readonly body: Body;
	readonly idempotencyKey: string | undefined;
}

/** What the handlers work with. */
export interface RouteDependencies {
	readonly sessions: SessionDependencies;
	readonly callbacks: CallbackPlan;
	readonly limits: Limits;
	/** Refuses to create sessions from elsewhere than the operator allows. @throws ProblemError `not_allowed` */
	readonly requireNetwork: (context: Context) => void;
	readonly security: SecurityInfo;
	readonly keyring: Keyring;
	readonly page: Page;
	readonly docs: Docs;
	/** Aborts first of all when the process is asked to end: it still serves, and no longer says that it is ready. */
	readonly notReady: AbortSignal;
}

/** A row, whose handler gets its body as the row's own schema has it. */
export function route<Schema extends z.ZodObject>(row: Route<Schema>): Route {
	return row;
}

/** The sessions' dependencies for the call at hand: observers are told which network it comes from. */
export function withOrigin({ state }: Context, sessions: SessionDependencies): SessionDependencies {
	return { ...sessions, network: state.network };
}
